package dev.mailconnector.auth.oauth2.internal.assertion;

import dev.mailconnector.auth.oauth2.internal.external.KeptFresh;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.spi.UnusableKeyException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a confidential application proves itself. */
public sealed interface ClientProof {

  /**
   * When it ends, as far as is known. Reads its file.
   *
   * @param clientId whose proof it is
   */
  List<CredentialEnd> ends(String clientId);

  /**
   * By a secret that both sides know.
   *
   * @param value read for every token
   * @param endsAt when the issuer ends it, if somebody said so
   */
  record SharedSecret(SecretSource value, @Nullable Instant endsAt) implements ClientProof {

    /** A secret of which no end is known. */
    public SharedSecret(SecretSource value) {
      this(value, null);
    }

    @Override
    public List<CredentialEnd> ends(String clientId) {
      return endsAt == null
          ? List.of()
          : List.of(
              CredentialEnd.of(
                  CredentialEnd.Part.CLIENT_SECRET,
                  clientId,
                  null,
                  endsAt,
                  "Whoever administers the application must make a new one and put it in the place"
                      + " of the old one, and its last day into auth.client-secret-expires."));
    }
  }

  /**
   * By an assertion signed here, with the key of a registered certificate.
   *
   * @param key signs anew for every token
   */
  record Certificate(AssertionKey key) implements ClientProof {
    @Override
    public List<CredentialEnd> ends(String clientId) {
      try {
        return List.of(key.end());
      } catch (UnusableKeyException unusable) {
        // The next token request fails by the same, and says so.
        return List.of();
      }
    }
  }

  /**
   * By the token of an identity provider that the application trusts (workload identity
   * federation).
   *
   * @param token read for every token, since such tokens live an hour or so
   */
  record Federated(SecretSource token) implements ClientProof {
    @Override
    public List<CredentialEnd> ends(String clientId) {
      try {
        return KeptFresh.end(
            CredentialEnd.Part.CLIENT_ASSERTION,
            clientId,
            token.read(),
            "Whoever keeps the file (auth.client-assertion-file) fresh must act.");
      } catch (CredentialException unreadable) {
        // The next token request fails by the same, and says so.
        return List.of();
      }
    }
  }
}

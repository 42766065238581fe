package dev.mailconnector.auth.oauth2.internal.microsoft;

import com.microsoft.aad.msal4j.IClientCredential;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.event.CredentialEnd;
import java.util.List;
import java.util.Optional;

/**
 * A user's token by the refresh token of an earlier consent (RFC 6749 section 6). MSAL4J hides the
 * refresh token that comes back in its cache; it is read from the answer itself.
 */
public final class MicrosoftRefreshToken implements TokenSource {
  private final MicrosoftClient client;
  private final KeptRefreshToken refreshToken;

  /** A source for this application, which it closes, and this token. */
  public MicrosoftRefreshToken(MicrosoftClient client, KeptRefreshToken refreshToken) {
    this.client = client;
    this.refreshToken = refreshToken;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    TokenRequest request = client.request("refresh token");
    IClientCredential proof = client.prove(request);
    return refreshToken.exchange(request, token -> client.present(request, proof, token));
  }

  @Override
  public List<CredentialEnd> ends() {
    return client.ends(refreshToken);
  }

  @Override
  public Optional<IssuerClient> issuer() {
    return Optional.of(client.issuer());
  }

  /** An exchange under way is finished: its answer may hold the only good refresh token. */
  @Override
  public void close() {
    client.finish();
  }
}

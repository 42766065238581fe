package dev.mailconnector.auth.oauth2.internal.microsoft;

import com.microsoft.aad.msal4j.IClientCredential;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.event.CredentialEnd;
import java.util.List;
import java.util.Optional;

/** An application's own token (RFC 6749 section 4.4). */
public final class MicrosoftClientCredentials implements TokenSource {
  private final MicrosoftClient client;

  /** A source for this confidential application, which it closes. */
  public MicrosoftClientCredentials(MicrosoftClient client) {
    this.client = client;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    TokenRequest request = client.request("client credentials");
    IClientCredential proof = client.prove(request);
    if (proof == null) {
      throw request.impossible(
          "a public client has no token of its own", "Give it a secret or a certificate.");
    }
    return request.read(client.askForItself(request, proof));
  }

  @Override
  public List<CredentialEnd> ends() {
    return client.ends();
  }

  @Override
  public Optional<IssuerClient> issuer() {
    return Optional.of(client.issuer());
  }

  @Override
  public void close() {
    client.close();
  }
}

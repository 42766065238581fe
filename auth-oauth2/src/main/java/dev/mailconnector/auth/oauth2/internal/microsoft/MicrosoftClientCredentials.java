package dev.mailconnector.auth.oauth2.internal.microsoft;

import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.IClientCredential;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import java.util.Set;

/** An application's own token (RFC 6749 section 4.4). */
public final class MicrosoftClientCredentials implements TokenSource {
  private final MicrosoftClient client;

  /** A source for this application, which it closes. */
  public MicrosoftClientCredentials(MicrosoftClient client) {
    this.client = client;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    TokenRequest request = client.request("client credentials");
    IClientCredential proof = client.prove(request);
    ClientCredentialParameters parameters =
        ClientCredentialParameters.builder(Set.of(client.scope())).skipCache(true).build();
    return request.read(
        client.trip(request, proof, application -> application.acquireToken(parameters).join()));
  }

  @Override
  public void close() {
    client.close();
  }
}

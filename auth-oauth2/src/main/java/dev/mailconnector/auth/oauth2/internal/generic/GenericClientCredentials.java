package dev.mailconnector.auth.oauth2.internal.generic;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.event.CredentialEnd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The client's own token (RFC 6749 section 4.4). */
public final class GenericClientCredentials implements TokenSource {
  private final GenericClient client;

  /** A source for this client, which it closes. */
  public GenericClientCredentials(GenericClient client) {
    this.client = client;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    return client.trip(
        "client credentials",
        (request, proof, server) -> {
          Map<String, String> form = new LinkedHashMap<>();
          form.put("grant_type", "client_credentials");
          return client.token(request, proof, form);
        });
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

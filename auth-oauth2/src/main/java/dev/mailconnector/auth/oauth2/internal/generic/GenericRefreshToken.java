package dev.mailconnector.auth.oauth2.internal.generic;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.event.CredentialEnd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user's token by the refresh token of an earlier consent (RFC 6749 section 6). */
public final class GenericRefreshToken implements TokenSource {
  private final GenericClient client;
  private final KeptRefreshToken refreshToken;

  /** A source for this client, which it closes, and this token. */
  public GenericRefreshToken(GenericClient client, KeptRefreshToken refreshToken) {
    this.client = client;
    this.refreshToken = refreshToken;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    return client.trip(
        "refresh token",
        (request, proof, server) ->
            refreshToken.exchange(
                request,
                token -> {
                  Map<String, String> form = new LinkedHashMap<>();
                  form.put("grant_type", "refresh_token");
                  form.put("refresh_token", token.reveal());
                  return client.post(request, proof, form);
                }));
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

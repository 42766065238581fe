package dev.mailconnector.auth.oauth2.internal.google;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/**
 * The requests of one keyless login. Thread-safe.
 *
 * @param http reaches Google, and the machine's own endpoints
 * @param clock the calendar
 */
public record GoogleCalls(TokenHttp http, InstantSource clock) implements AutoCloseable {
  TokenRequest request(String grant, String client, URI endpoint) {
    return new TokenRequest(grant, client, endpoint, clock);
  }

  /** Calls a Google API, and brings one field of the answer. */
  Secret call(TokenRequest request, Secret bearer, Map<String, Object> body, String field)
      throws TokenException {
    request.hide(bearer);
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + bearer.reveal(),
            "Content-Type",
            "application/json; charset=utf-8",
            "Accept",
            "application/json");
    return request.readField(post(request, headers, JSONObjectUtils.toJSONString(body)), field);
  }

  HttpAnswer post(TokenRequest request, Map<String, String> headers, String body)
      throws TokenException {
    try {
      return http.post(request.endpoint(), headers, body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw request.unanswered(e);
    }
  }

  /** Fetches what an endpoint of this machine, or a secure one elsewhere, hands out. */
  HttpAnswer get(TokenRequest request, Map<String, String> headers, String unreachable)
      throws TokenException {
    try {
      return http.get(request.endpoint(), headers);
    } catch (IOException e) {
      throw request.away(e, unreachable);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}

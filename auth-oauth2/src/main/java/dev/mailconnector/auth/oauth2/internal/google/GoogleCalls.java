package dev.mailconnector.auth.oauth2.internal.google;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.SecureUrl;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The requests of one keyless login. Thread-safe.
 *
 * @param http reaches Google
 * @param nearby reaches the machine's own endpoints; has no proxy
 * @param clock the calendar
 */
public record GoogleCalls(TokenHttp http, TokenHttp nearby, InstantSource clock)
    implements AutoCloseable {
  private static final Pattern NEARBY =
      Pattern.compile("169\\.254\\.\\d{1,3}\\.\\d{1,3}|metadata\\.google\\.internal");

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
    URI url = request.endpoint();
    try {
      return ("http".equals(url.getScheme()) ? nearby : http).get(url, headers);
    } catch (IOException e) {
      throw request.unanswered(e, unreachable);
    }
  }

  /** Whether tokens may be fetched there: by TLS, or without leaving the machine and its host. */
  static boolean mayBeFetched(URI url) {
    return SecureUrl.isSecure(url)
        || ("http".equals(url.getScheme())
            && url.getRawUserInfo() == null
            && url.getHost() != null
            && NEARBY.matcher(url.getHost()).matches());
  }

  @Override
  public void close() {
    http.close();
    nearby.close();
  }
}

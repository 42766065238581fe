package dev.mailconnector.auth.oauth2.internal.generic;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.SecureUrl;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a server takes token requests: the endpoint itself, or an issuer whose discovery document
 * names it.
 */
public sealed interface TokenServer {

  /** What may stand in messages. */
  URI url();

  /** The endpoint, which may have to be looked up. */
  URI endpoint(TokenRequest request, TokenHttp http) throws TokenException;

  /**
   * A known endpoint.
   *
   * @param url the endpoint
   */
  record Known(URI url) implements TokenServer {
    @Override
    public URI endpoint(TokenRequest request, TokenHttp http) {
      return url;
    }
  }

  /**
   * An issuer with a discovery document: OpenID Connect Discovery 1.0 section 4, or RFC 8414
   * section 3. It is fetched for every trip, since trips are rare and endpoints move.
   *
   * @param url the issuer
   */
  record Discovered(URI url) implements TokenServer {

    @Override
    public URI endpoint(TokenRequest request, TokenHttp http) throws TokenException {
      HttpAnswer answer = get(request, http, openIdPlace());
      if (answer.status() / 100 == 4) {
        answer = get(request, http, oauthPlace());
      }
      if (answer.status() == 200) {
        return read(request, answer);
      }
      throw request.undiscovered(answer);
    }

    private static HttpAnswer get(TokenRequest request, TokenHttp http, URI place)
        throws TokenException {
      try {
        return http.get(place, Map.of("Accept", "application/json"));
      } catch (IOException e) {
        throw request.unanswered(e);
      }
    }

    private URI read(TokenRequest request, HttpAnswer answer) throws TokenException {
      Map<String, Object> document;
      try {
        document = JSONObjectUtils.parse(answer.body());
      } catch (ParseException e) {
        throw request.undiscovered(answer);
      }
      Object issuer = document.get("issuer");
      if (!(issuer instanceof String name) || !withoutSlash(name).equals(withoutSlash(text()))) {
        // RFC 8414 section 3.3: else another issuer could collect the secrets of this one.
        throw request.impossible(
            "the discovery document is of issuer \"" + issuer + "\"",
            "It must name the issuer exactly as it is configured (RFC 8414 section 3.3). Check the"
                + " spelling of issuer.");
      }
      URI endpoint = uri(document.get("token_endpoint"));
      if (endpoint == null) {
        throw request.impossible(
            "the discovery document names no token_endpoint with https",
            "Whoever runs the issuer must act, or name the token endpoint itself.");
      }
      return endpoint;
    }

    /** Secrets go only over TLS; to this very machine they may go without. */
    private static @Nullable URI uri(@Nullable Object value) {
      try {
        URI uri = URI.create(String.valueOf(value));
        return SecureUrl.isSecure(uri) ? uri : null;
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    private URI openIdPlace() {
      return URI.create(withoutSlash(text()) + "/.well-known/openid-configuration");
    }

    /** RFC 8414 puts the well-known part between the host and the path. */
    private URI oauthPlace() {
      String path = url.getRawPath() == null ? "" : withoutSlash(url.getRawPath());
      return url.resolve("/.well-known/oauth-authorization-server" + path);
    }

    private String text() {
      return url.toString();
    }

    private static String withoutSlash(String text) {
      return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
  }
}

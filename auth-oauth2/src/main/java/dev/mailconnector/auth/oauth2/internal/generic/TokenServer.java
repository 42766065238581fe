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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a server is: its endpoints, or an issuer whose discovery document names them. */
public sealed interface TokenServer {

  /** What may stand in messages. */
  URI url();

  /** The endpoints, which may have to be looked up. */
  ServerMetadata look(TokenRequest request, TokenHttp http) throws TokenException;

  /**
   * Known endpoints.
   *
   * @param metadata all that is known
   */
  record Known(ServerMetadata metadata) implements TokenServer {
    /** A server of which only this endpoint is known. */
    public static Known at(URI tokenEndpoint) {
      return new Known(new ServerMetadata(null, tokenEndpoint, null, null));
    }

    @Override
    public URI url() {
      return metadata.tokenEndpoint();
    }

    @Override
    public ServerMetadata look(TokenRequest request, TokenHttp http) {
      return metadata;
    }
  }

  /**
   * An issuer with a discovery document: OpenID Connect Discovery 1.0 section 4, or RFC 8414
   * section 3.
   *
   * @param url the issuer
   */
  record Discovered(URI url) implements TokenServer {
    /** OpenID Connect Core 1.0 section 5.4; {@code profile} would ask for more than a name. */
    private static final List<String> IDENTITY_SCOPES = List.of("openid", "email");

    @Override
    public ServerMetadata look(TokenRequest request, TokenHttp http) throws TokenException {
      URI place = openIdPlace();
      HttpAnswer answer = get(request, http, place);
      if (answer.status() / 100 == 4) {
        HttpAnswer other = get(request, http, oauthPlace());
        if (other.status() / 100 != 4) {
          place = oauthPlace();
          answer = other;
        }
      }
      if (answer.status() == 200) {
        return read(request, answer, place);
      }
      throw request.undiscovered(answer, place);
    }

    private static HttpAnswer get(TokenRequest request, TokenHttp http, URI place)
        throws TokenException {
      try {
        return http.get(place, Map.of("Accept", "application/json"));
      } catch (IOException e) {
        throw request.unanswered(e);
      }
    }

    private ServerMetadata read(TokenRequest request, HttpAnswer answer, URI place)
        throws TokenException {
      Map<String, Object> document;
      try {
        document = JSONObjectUtils.parse(answer.body());
      } catch (ParseException e) {
        throw request.undiscovered(answer, place);
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
      return new ServerMetadata(
          name,
          endpoint,
          uri(document.get("authorization_endpoint")),
          uri(document.get("device_authorization_endpoint")),
          Boolean.TRUE.equals(document.get("authorization_response_iss_parameter_supported")),
          identityScopes(document.get("scopes_supported")));
    }

    private static List<String> identityScopes(@Nullable Object supported) {
      return supported instanceof List<?> scopes
          ? IDENTITY_SCOPES.stream().filter(scopes::contains).toList()
          : List.of();
    }

    /** Secrets go only over TLS; to this very machine without, if its issuer is there too. */
    private @Nullable URI uri(@Nullable Object value) {
      try {
        URI uri = URI.create(String.valueOf(value));
        boolean weaker = isHttps(url) && !isHttps(uri);
        return SecureUrl.isSecure(uri) && !weaker ? uri : null;
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    private static boolean isHttps(URI uri) {
      return "https".equalsIgnoreCase(uri.getScheme());
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

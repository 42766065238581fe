package dev.mailconnector.auth.oauth2.internal.generic;

import dev.mailconnector.auth.oauth2.ClientAuthentication;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client of a plain OAuth2 server: sends a form and proves who it is. Thread-safe. */
public final class GenericClient implements AutoCloseable {

  /**
   * Who asks whom for what.
   *
   * @param server where token requests go
   * @param clientId the client
   * @param clientSecret its secret, or null for a public client
   * @param authentication how the secret is sent
   * @param scope the scopes, separated by spaces, or null to leave them to the server
   */
  public record Settings(
      TokenServer server,
      String clientId,
      @Nullable SecretSource clientSecret,
      ClientAuthentication authentication,
      @Nullable String scope) {

    /** The same with other scopes. */
    public Settings withScope(String newScope) {
      return new Settings(server, clientId, clientSecret, authentication, newScope);
    }

    /** The same with its secret sent in another way. */
    public Settings withAuthentication(ClientAuthentication other) {
      return new Settings(server, clientId, clientSecret, other, scope);
    }
  }

  private final Settings settings;
  private final TokenHttp http;
  private final InstantSource clock;

  /** A client with these settings over this HTTP stack, which it closes. */
  public GenericClient(Settings settings, TokenHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  TokenRequest request(String grant) {
    return new TokenRequest(grant, "client " + settings.clientId(), settings.server().url(), clock);
  }

  @Nullable Secret secret(TokenRequest request) throws TokenException {
    SecretSource source = settings.clientSecret();
    return source == null ? null : request.secret("client-secret", source);
  }

  /** The request with the endpoint of the server, which may have to be looked up. */
  TokenRequest locate(TokenRequest request) throws TokenException {
    return request.at(settings.server().endpoint(request, http));
  }

  /** Posts the form with the client's proof and the scope. */
  HttpAnswer post(TokenRequest request, @Nullable Secret secret, Map<String, String> form)
      throws TokenException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    if (secret == null) {
      form.put("client_id", settings.clientId());
    } else if (settings.authentication() == ClientAuthentication.POST) {
      form.put("client_id", settings.clientId());
      form.put("client_secret", secret.reveal());
    } else {
      Secret basic = basic(secret);
      request.hide(basic);
      headers.put("Authorization", "Basic " + basic.reveal());
    }
    if (settings.scope() != null) {
      form.put("scope", settings.scope());
    }
    try {
      return http.post(
          request.endpoint(), headers, encode(form).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw request.unanswered(e);
    }
  }

  /** Both parts are form-encoded before they are joined, RFC 6749 section 2.3.1. */
  private Secret basic(Secret secret) {
    String pair = encode(settings.clientId()) + ":" + encode(secret.reveal());
    return Secret.of(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}

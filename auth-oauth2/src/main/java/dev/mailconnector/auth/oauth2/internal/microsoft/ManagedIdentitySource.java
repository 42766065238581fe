package dev.mailconnector.auth.oauth2.internal.microsoft;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token of the identity that Azure gave to the machine or app this runs on. Without MSAL4J,
 * which keeps such tokens in a static cache that every user of it in the process shares, and finds
 * the endpoint by the environment of the process alone.
 */
public final class ManagedIdentitySource implements TokenSource {

  /**
   * What is asked for.
   *
   * @param endpoint where
   * @param clientId the user-assigned identity, or null for the one of the system
   * @param resource what the token is for: a scope without {@code /.default}
   */
  public record Settings(IdentityEndpoint endpoint, @Nullable String clientId, String resource) {}

  private static final String UNREACHABLE =
      "Tokens of a managed identity are to be had only on Azure itself: check that this runs on a"
          + " virtual machine, in App Service or in Container Apps, and that nothing keeps it from"
          + " the endpoint.";

  private final Settings settings;
  private final TokenHttp http;
  private final InstantSource clock;

  /** A source over this HTTP stack, which it closes; the stack must have no proxy. */
  public ManagedIdentitySource(Settings settings, TokenHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    IdentityEndpoint endpoint = settings.endpoint();
    String identity = settings.clientId() == null ? "the system" : settings.clientId();
    TokenRequest request =
        new TokenRequest("managed identity", "identity " + identity, endpoint.url(), clock);
    if (!endpoint.headerName().equals("Metadata")) {
      request.hide(endpoint.headerValue());
    }
    HttpAnswer answer;
    try {
      answer = http.get(url(), Map.of(endpoint.headerName(), endpoint.headerValue().reveal()));
    } catch (IOException e) {
      throw request.away(e, UNREACHABLE);
    }
    if (answer.status() == 404 || answer.status() == 410) {
      // learn.microsoft.com, how-to-use-vm-token, "Error handling": the endpoint is being updated.
      throw request.away(answer, UNREACHABLE);
    }
    return request.read(answer);
  }

  @Override
  public Optional<IssuerClient> issuer() {
    String clientId = settings.clientId();
    return Optional.of(
        IssuerClient.at(
            settings.endpoint().url(), "identity " + (clientId == null ? "the system" : clientId)));
  }

  private URI url() {
    String query =
        "?api-version="
            + settings.endpoint().version()
            + "&resource="
            + encode(settings.resource());
    String clientId = settings.clientId();
    return URI.create(
        settings.endpoint().url()
            + query
            + (clientId == null ? "" : "&client_id=" + encode(clientId)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}

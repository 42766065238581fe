package dev.mailconnector.auth.oauth2.internal.microsoft;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.answer.VendorTrip;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.OneExchange;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An application's own token by client secret. Every trip has an MSAL4J application of its own:
 * nothing is cached, nothing is kept after the trip, and the secret is read again.
 */
public final class MicrosoftClientCredentials implements TokenSource {

  /**
   * What is asked for.
   *
   * @param authority the tenant's authority, with a slash at its end
   * @param clientId the application id
   * @param clientSecret its secret
   * @param scope the one scope, ending in {@code /.default}
   */
  public record Settings(URI authority, String clientId, SecretSource clientSecret, String scope) {}

  private static final String CORRELATION_ID = "client-request-id";

  private final Settings settings;
  private final TokenHttp http;
  private final InstantSource clock;

  /** A source with these settings over this HTTP stack, which it closes. */
  public MicrosoftClientCredentials(Settings settings, TokenHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    URI endpoint = settings.authority().resolve("oauth2/v2.0/token");
    TokenRequest request =
        new TokenRequest(
            "client credentials", "application " + settings.clientId(), endpoint, clock);
    Secret secret = request.secret("client-secret", settings.clientSecret());
    OneExchange exchange = new OneExchange(http, endpoint);
    return request.read(
        VendorTrip.make("MSAL4J", request, exchange, () -> acquire(exchange, secret)));
  }

  private void acquire(OneExchange exchange, Secret secret) throws IOException {
    ConfidentialClientApplication.builder(
            settings.clientId(), ClientCredentialFactory.createFromSecret(secret.reveal()))
        .authority(settings.authority().toString())
        // validateAuthority(false) would still ask login.microsoftonline.com.
        .instanceDiscovery(false)
        .disableInternalRetries()
        .executorService(new CallerRuns())
        .httpClient(request -> send(exchange, request))
        .build()
        .acquireToken(
            ClientCredentialParameters.builder(Set.of(settings.scope())).skipCache(true).build())
        .join();
  }

  private static IHttpResponse send(OneExchange exchange, HttpRequest request)
      throws IOException, URISyntaxException {
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    HttpAnswer answer = exchange.post(request.url().toURI(), request.headers(), body);
    HttpResponse response = new HttpResponse();
    response.statusCode(answer.status());
    response.addHeaders(answer.headers());
    // MSAL4J remarks at INFO when its id does not come back.
    String id = request.headers().get(CORRELATION_ID);
    response.addHeaders(Map.of(CORRELATION_ID, List.of(id == null ? "" : id)));
    response.body(answer.body());
    return response;
  }

  @Override
  public void close() {
    http.close();
  }
}

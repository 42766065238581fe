package dev.mailconnector.auth.oauth2.internal.microsoft;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.answer.VendorTrip;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.OneExchange;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.UnusableKeyException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An application at Microsoft. Every trip has an MSAL4J application of its own: nothing is cached,
 * nothing is kept after the trip, and the proof is made anew. Thread-safe.
 */
public final class MicrosoftClient implements AutoCloseable {

  /**
   * Who asks whom for what.
   *
   * @param authority the tenant's authority, with a slash at its end
   * @param clientId the application id
   * @param proof how it proves itself; null for a public client
   * @param scope the scopes, separated by spaces
   */
  public record Settings(
      URI authority, String clientId, @Nullable ClientProof proof, String scope) {}

  private static final String MSAL = "MSAL4J";
  private static final String CORRELATION_ID = "client-request-id";

  private final Settings settings;
  private final TokenHttp http;
  private final InstantSource clock;

  /** A client with these settings over this HTTP stack, which it closes. */
  public MicrosoftClient(Settings settings, TokenHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  private Set<String> scopes() {
    return Set.copyOf(Arrays.asList(settings.scope().trim().split(" +", -1)));
  }

  TokenRequest request(String grant) {
    return new TokenRequest(grant, "application " + settings.clientId(), endpoint(), clock);
  }

  /** Microsoft throttles an application in a tenant. */
  IssuerClient issuer() {
    String tenant = settings.authority().getPath().replace("/", "");
    return http.seen(
        IssuerClient.at(endpoint(), "application " + settings.clientId() + " in tenant " + tenant));
  }

  private URI endpoint() {
    return settings.authority().resolve("oauth2/v2.0/token");
  }

  /** What proves the application in one request; null for a public client. */
  @Nullable IClientCredential prove(TokenRequest request) throws TokenException {
    ClientProof proof = settings.proof();
    if (proof == null) {
      return null;
    }
    if (proof instanceof ClientProof.SharedSecret shared) {
      Secret secret = request.secret("client-secret", shared.value());
      return ClientCredentialFactory.createFromSecret(secret.reveal());
    }
    Secret assertion =
        proof instanceof ClientProof.Certificate certificate
            ? signed(request, certificate)
            : request.secret("client-assertion-file", ((ClientProof.Federated) proof).token());
    return ClientCredentialFactory.createFromCallback(options -> assertion.reveal());
  }

  private Secret signed(TokenRequest request, ClientProof.Certificate certificate)
      throws TokenException {
    try {
      Secret assertion =
          certificate
              .key()
              .sign(settings.clientId(), request.endpoint().toString(), clock.instant());
      request.hide(assertion);
      request.dated();
      return assertion;
    } catch (UnusableKeyException unusable) {
      throw request.impossible(unusable.why(), unusable.remedy());
    }
  }

  /** Asks for a token of the application itself. */
  HttpAnswer askForItself(TokenRequest request, IClientCredential proof) throws TokenException {
    ClientCredentialParameters parameters =
        ClientCredentialParameters.builder(scopes()).skipCache(true).build();
    OneExchange exchange = new OneExchange(http, request.endpoint());
    return VendorTrip.make(
        MSAL,
        request,
        exchange,
        () -> confidential(proof, exchange).acquireToken(parameters).join());
  }

  /** Presents a refresh token. */
  HttpAnswer present(TokenRequest request, @Nullable IClientCredential proof, Secret refreshToken)
      throws TokenException {
    RefreshTokenParameters parameters =
        RefreshTokenParameters.builder(scopes(), refreshToken.reveal()).build();
    OneExchange exchange = new OneExchange(http, request.endpoint());
    return VendorTrip.make(
        MSAL,
        request,
        exchange,
        () ->
            (proof == null ? unproven(exchange) : confidential(proof, exchange))
                .acquireToken(parameters)
                .join());
  }

  private ConfidentialClientApplication confidential(IClientCredential proof, OneExchange exchange)
      throws IOException {
    return plain(ConfidentialClientApplication.builder(settings.clientId(), proof), exchange)
        .build();
  }

  private PublicClientApplication unproven(OneExchange exchange) throws IOException {
    return plain(PublicClientApplication.builder(settings.clientId()), exchange).build();
  }

  private <B extends AbstractClientApplicationBase.Builder<B>> B plain(
      B builder, OneExchange exchange) throws IOException {
    return builder
        .authority(settings.authority().toString())
        // validateAuthority(false) would still ask login.microsoftonline.com.
        .instanceDiscovery(false)
        .disableInternalRetries()
        .executorService(new CallerRuns())
        .httpClient(request -> send(exchange, request));
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

  /** When what proves the application ends, as far as is known. */
  List<CredentialEnd> ends() {
    ClientProof proof = settings.proof();
    return proof == null ? List.of() : proof.ends(settings.clientId());
  }

  /** The same with the end of this refresh token. */
  List<CredentialEnd> ends(KeptRefreshToken refreshToken) {
    return Stream.concat(ends().stream(), refreshToken.ends(clock.instant()).stream()).toList();
  }

  /** Lets no other request begin, and those under way end by themselves. */
  void finish() {
    http.finish();
  }

  @Override
  public void close() {
    http.close();
  }
}

package dev.mailconnector.auth.oauth2.internal.generic;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.AssertionAudience;
import dev.mailconnector.auth.oauth2.ClientAuthentication;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.UnusableKeyException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client of a plain OAuth2 server: sends a form and proves who it is. Thread-safe. */
public final class GenericClient implements AutoCloseable {

  /**
   * Who asks whom for what.
   *
   * @param server where token requests go
   * @param clientId the client
   * @param proof how it proves itself, or null for a public client
   * @param authentication how a secret is sent
   * @param audience whom a signed assertion is addressed to
   * @param scope the scopes, separated by spaces, or null to leave them to the server
   */
  public record Settings(
      TokenServer server,
      String clientId,
      @Nullable ClientProof proof,
      ClientAuthentication authentication,
      AssertionAudience audience,
      @Nullable String scope) {

    /** A client with the usual settings. */
    public static Settings of(TokenServer server, String clientId, @Nullable ClientProof proof) {
      return new Settings(
          server,
          clientId,
          proof,
          ClientAuthentication.BASIC,
          AssertionAudience.TOKEN_ENDPOINT,
          null);
    }

    /** The same with other scopes. */
    public Settings withScope(String newScope) {
      return new Settings(server, clientId, proof, authentication, audience, newScope);
    }

    /** The same with its secret sent in another way. */
    public Settings withAuthentication(ClientAuthentication other) {
      return new Settings(server, clientId, proof, other, audience, scope);
    }

    /** The same with its assertions addressed to another. */
    public Settings withAudience(AssertionAudience other) {
      return new Settings(server, clientId, proof, authentication, other, scope);
    }

    /** The same proving itself in another way. */
    public Settings withProof(ClientProof other) {
      return new Settings(server, clientId, other, authentication, audience, scope);
    }

    /** The same at another server. */
    public Settings withServer(TokenServer other) {
      return new Settings(other, clientId, proof, authentication, audience, scope);
    }
  }

  /** One trip: what is done between the proof and the answer. */
  @FunctionalInterface
  public interface Trip<T> {
    /** Makes the trip to a server whose endpoints are known. */
    T make(TokenRequest request, Proof proof, ServerMetadata server) throws TokenException;
  }

  /**
   * What a proof adds to a request.
   *
   * @param headers for the header
   * @param fields for the form
   */
  public record Proof(Map<String, String> headers, Map<String, String> fields) {
    @Override
    public String toString() {
      return "proof in " + headers.keySet() + fields.keySet();
    }
  }

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final Settings settings;
  private final TokenHttp http;
  private final InstantSource clock;
  private final LookedUpServer server;

  /** A client with these settings over this HTTP stack, which it closes. */
  public GenericClient(Settings settings, TokenHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
    this.server = new LookedUpServer(settings.server());
  }

  /**
   * Makes one trip. What was looked up of the server is forgotten when it fails.
   *
   * @param grant the grant in words, such as {@code client credentials}
   */
  public <T> T trip(String grant, Trip<T> trip) throws TokenException {
    TokenRequest request = describe(grant);
    // Read first: what is not there must not cost the server a request.
    Secret presented = presented(request);
    try {
      ServerMetadata known = server.get(request, http, clock.instant());
      TokenRequest located = request.at(known.tokenEndpoint());
      return trip.make(located, prove(located, presented, known), known);
    } catch (TokenException failed) {
      server.forget();
      throw failed;
    }
  }

  /** A request that has not been made, for what must be told of it. */
  public TokenRequest describe(String grant) {
    return new TokenRequest(grant, "client " + settings.clientId(), settings.server().url(), clock);
  }

  /** Whom it asks; where the endpoint is looked up, the issuer that names it. */
  IssuerClient issuer() {
    URI url = settings.server().url();
    return http.seen(
        IssuerClient.at(url, "client " + settings.clientId() + " at " + url.getRawPath()));
  }

  /** Asks for a token with this form, the proof and the scope. */
  AccessToken token(TokenRequest request, Proof proof, Map<String, String> form)
      throws TokenException {
    return request.read(post(request, proof, form));
  }

  /** Posts a token request: the form with the proof and the scope. */
  HttpAnswer post(TokenRequest request, Proof proof, Map<String, String> form)
      throws TokenException {
    if (settings.scope() != null) {
      form.put("scope", settings.scope());
    }
    return send(request, request.endpoint(), proof, form);
  }

  /** Posts the form with the proof and nothing else. */
  public HttpAnswer send(TokenRequest request, URI endpoint, Proof proof, Map<String, String> form)
      throws TokenException {
    Map<String, String> headers = new LinkedHashMap<>(proof.headers());
    headers.put("Accept", "application/json");
    Map<String, String> all = new LinkedHashMap<>(form);
    all.putAll(proof.fields());
    try {
      return http.post(endpoint, headers, encode(all).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw request.unanswered(e);
    }
  }

  private @Nullable Secret presented(TokenRequest request) throws TokenException {
    if (settings.proof() instanceof ClientProof.SharedSecret shared) {
      return request.secret("client-secret", shared.value());
    }
    if (settings.proof() instanceof ClientProof.Federated federated) {
      return request.secret("client-assertion-file", federated.token());
    }
    return null;
  }

  private Proof prove(TokenRequest request, @Nullable Secret presented, ServerMetadata known)
      throws TokenException {
    if (settings.proof() instanceof ClientProof.Certificate certificate) {
      return asserting(signed(request, certificate, audience(request, known)));
    }
    if (presented == null) {
      return new Proof(Map.of(), Map.of("client_id", settings.clientId()));
    }
    if (settings.proof() instanceof ClientProof.Federated) {
      return asserting(presented);
    }
    if (settings.authentication() == ClientAuthentication.POST) {
      return new Proof(
          Map.of(), Map.of("client_id", settings.clientId(), "client_secret", presented.reveal()));
    }
    Secret basic = basic(presented);
    request.hide(basic);
    return new Proof(Map.of("Authorization", "Basic " + basic.reveal()), Map.of());
  }

  private Proof asserting(Secret assertion) {
    return new Proof(
        Map.of(),
        Map.of(
            "client_id", settings.clientId(),
            "client_assertion_type", ASSERTION_TYPE,
            "client_assertion", assertion.reveal()));
  }

  private String audience(TokenRequest request, ServerMetadata known) {
    String issuer = known.issuer();
    return settings.audience() == AssertionAudience.ISSUER && issuer != null
        ? issuer
        : request.endpoint().toString();
  }

  private Secret signed(TokenRequest request, ClientProof.Certificate proof, String audience)
      throws TokenException {
    try {
      Secret assertion = proof.key().sign(settings.clientId(), audience, clock.instant());
      request.hide(assertion);
      request.dated();
      return assertion;
    } catch (UnusableKeyException unusable) {
      throw request.impossible(unusable.why(), unusable.remedy());
    }
  }

  /** Both parts are form-encoded before they are joined, RFC 6749 section 2.3.1. */
  private Secret basic(Secret secret) {
    String pair = encode(settings.clientId()) + ":" + encode(secret.reveal());
    return Secret.of(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A form, or the query of a URL. */
  public static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** When what proves the client ends, as far as is known. */
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

package dev.mailconnector.testkit.issuer;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A plain OAuth2 server (RFC 6749) with discovery (OpenID Connect Discovery 1.0 and RFC 8414):
 * {@code POST /token} with {@code client_credentials}, {@code refresh_token}, authorization codes
 * with PKCE and device codes, which a {@link ConsentingUser} consents to; clients prove themselves
 * by {@code client_secret_basic}, {@code client_secret_post}, {@code private_key_jwt} or the token
 * of another identity provider.
 *
 * <p>Refresh tokens rotate: each use ends the old one, and a second use of an ended one is taken
 * for theft and ends the whole family (RFC 9700 section 4.14.2). Tokens are opaque, or JWTs by
 * {@link #jwtTokens()}.
 */
public final class GenericIssuer extends TokenIssuer {
  private static final int OPAQUE_LENGTH = 64;

  private record Client(String secret, Set<String> scopes) {}

  /** All refresh tokens that came from one consent; only the newest is good. */
  private static final class Family {
    final String clientId;
    final String user;
    final Set<String> scopes;
    String current = "";
    boolean revoked;

    Family(String clientId, String user, Set<String> scopes) {
      this.clientId = clientId;
      this.user = user;
      this.scopes = scopes;
    }
  }

  private final ReentrantLock rotation = new ReentrantLock();
  private final Map<String, Client> clients = new ConcurrentHashMap<>();
  private final Map<String, Family> refreshTokens = new ConcurrentHashMap<>();
  private volatile Set<String> methods = Set.of("client_secret_basic", "client_secret_post");
  private final Map<String, SignedClient> signedClients = new ConcurrentHashMap<>();
  private volatile @Nullable String assertionAudience;
  private volatile boolean rotating = true;
  private volatile boolean jwt;
  private volatile int jwtLength;
  private volatile UnaryOperator<Map<String, Object>> discovery = UnaryOperator.identity();

  private GenericIssuer(TestCertificate certificate) {
    super(certificate);
  }

  /** An issuer on a free port with a certificate of this authority. */
  public static GenericIssuer start(TestAuthority authority) {
    return start(authority.issue());
  }

  /** An issuer on a free port with this certificate. */
  public static GenericIssuer start(TestCertificate certificate) {
    GenericIssuer issuer = new GenericIssuer(certificate);
    issuer.start();
    return issuer;
  }

  /** Where tokens are requested. */
  public URI tokenEndpoint() {
    return url().resolve("/token");
  }

  /** Registers a client that may ask for these scopes; an empty list allows every scope. */
  public void client(String clientId, String clientSecret, String... scopes) {
    clients.put(clientId, new Client(clientSecret, Set.of(scopes)));
  }

  /** Registers a client without a secret, such as a desktop program. */
  public void publicClient(String clientId) {
    clients.put(clientId, new Client("", Set.of()));
    signedClients.remove(clientId);
  }

  /** Where users consent in a browser. */
  public URI authorizationEndpoint() {
    return url().resolve("/authorize");
  }

  /** Where a consent on another device begins. */
  public URI deviceEndpoint() {
    return url().resolve("/device_authorization");
  }

  /**
   * Registers a client that proves itself by assertions signed with the key of this certificate
   * ({@code private_key_jwt}) and may ask for every scope.
   */
  public void client(String clientId, X509Certificate certificate) {
    clients.put(clientId, new Client("", Set.of()));
    signedClients.put(clientId, SignedClient.itself(clientId, certificate));
  }

  /**
   * Registers a client that proves itself by tokens of another identity provider (workload identity
   * federation) and may ask for every scope.
   *
   * @param issuer that provider
   * @param subject whom its tokens must be of
   * @param certificate with the key that checks them
   */
  public void federatedClient(
      String clientId, String issuer, String subject, X509Certificate certificate) {
    clients.put(clientId, new Client("", Set.of()));
    signedClients.put(clientId, SignedClient.federated(issuer, subject, certificate));
  }

  /** Whom assertions must be addressed to, and nobody else. Default: the token endpoint. */
  public void assertionAudience(String audience) {
    this.assertionAudience = audience;
  }

  /** Accepts only these of {@code client_secret_basic} and {@code client_secret_post}. */
  public void authenticationMethods(String... methods) {
    this.methods = Set.of(methods);
  }

  /** A refresh token as an interactive consent of this user would have left it. */
  public String grantRefreshToken(String clientId, String user, String... scopes) {
    if (!clients.containsKey(clientId)) {
      throw new IllegalArgumentException("No client " + clientId + "; call client() first");
    }
    return next(new Family(clientId, user, Set.of(scopes)));
  }

  /** Whether a use replaces a refresh token. Default true. */
  public void rotating(boolean rotating) {
    this.rotating = rotating;
  }

  /** Access tokens are JWTs from now on. */
  public void jwtTokens() {
    jwtTokens(0);
  }

  /** Access tokens are JWTs of at least so many characters from now on. */
  public void jwtTokens(int minimumLength) {
    this.jwtLength = minimumLength;
    this.jwt = true;
  }

  /** Changes the discovery document before it is sent. */
  public void discovery(UnaryOperator<Map<String, Object>> change) {
    this.discovery = change;
  }

  /** Whether the family of this refresh token has been ended by a second use of an ended one. */
  public boolean isFamilyRevoked(String refreshToken) {
    Family family = refreshTokens.get(refreshToken);
    if (family == null) {
      throw new IllegalArgumentException("No such refresh token");
    }
    rotation.lock();
    try {
      return family.revoked;
    } finally {
      rotation.unlock();
    }
  }

  @Override
  Reply answer(IssuerRequest request) {
    if (!request.path().equals("/token") && !request.path().equals("/device_authorization")) {
      return Reply.notFound();
    }
    Client client = clients.get(String.valueOf(request.clientId()));
    String refusal = client == null ? "Client authentication failed." : refusal(client, request);
    if (client == null || refusal != null) {
      return Reply.error(401, "invalid_client", String.valueOf(refusal));
    }
    if (request.path().equals("/device_authorization")) {
      return consents.begin(request, url().resolve("/device"));
    }
    return switch (request.grant()) {
      case "client_credentials" -> byClient(client, request.scope());
      case "refresh_token" -> byRefreshToken(request);
      case "authorization_code", UserConsents.DEVICE_GRANT -> byCode(request);
      default -> Reply.error(400, "unsupported_grant_type", "Unsupported grant.");
    };
  }

  private @Nullable String refusal(Client client, IssuerRequest request) {
    SignedClient signed = signedClients.get(String.valueOf(request.clientId()));
    if (signed != null) {
      String audience = assertionAudience;
      return signed.refusal(
          request, audience == null ? tokenEndpoint().toString() : audience, now());
    }
    if (client.secret.isEmpty()) {
      return request.authentication().equals("none") ? null : "This client has no secret.";
    }
    return methods.contains(request.authentication())
            && client.secret.equals(request.parameter("client_secret"))
        ? null
        : "Client authentication failed.";
  }

  private Reply byClient(Client client, @Nullable String scope) {
    Set<String> asked = scopes(scope);
    if (!client.scopes.isEmpty() && !client.scopes.containsAll(asked)) {
      return Reply.error(400, "invalid_scope", "The scope is not allowed to this client.");
    }
    return new Reply(200, success("client", identity -> true, scope));
  }

  @Override
  @Nullable Page page(URI request) {
    return switch (request.getPath()) {
      case "/authorize" -> consents.authorize(request, url().toString());
      case "/device" -> consents.device(request);
      default -> null;
    };
  }

  @Override
  Reply agreed(UserConsents.Agreed agreed) {
    Map<String, Object> json =
        success(agreed.user(), agreed.user()::equalsIgnoreCase, agreed.scope());
    json.put(
        "refresh_token",
        next(new Family(agreed.clientId(), agreed.user(), scopes(agreed.scope()))));
    if (scopes(agreed.scope()).contains("openid")) {
      json.put(
          "id_token",
          mint.idToken(
              url().toString(), agreed, Map.of("email", agreed.user(), "email_verified", true)));
    }
    return new Reply(200, json);
  }

  private Reply byRefreshToken(IssuerRequest request) {
    String presented = String.valueOf(request.parameter("refresh_token"));
    Family family = refreshTokens.get(presented);
    if (family == null || !family.clientId.equals(request.clientId())) {
      return Reply.error(400, "invalid_grant", "Unknown refresh token.");
    }
    if (!family.scopes.isEmpty() && !family.scopes.containsAll(scopes(request.scope()))) {
      return Reply.error(400, "invalid_scope", "The scope exceeds what was granted.");
    }
    return byFamily(family, presented, request.scope());
  }

  private Reply byFamily(Family family, String presented, @Nullable String scope) {
    rotation.lock();
    try {
      if (family.revoked || !family.current.equals(presented)) {
        family.revoked = true;
        return Reply.error(400, "invalid_grant", "Refresh token was used before; all are revoked.");
      }
      Map<String, Object> json = success(family.user, family.user::equalsIgnoreCase, scope);
      if (rotating) {
        json.put("refresh_token", next(family));
      }
      return new Reply(200, json);
    } finally {
      rotation.unlock();
    }
  }

  private String next(Family family) {
    String token = mint.opaque("rt-", OPAQUE_LENGTH);
    family.current = token;
    refreshTokens.put(token, family);
    return token;
  }

  private Map<String, Object> success(
      String subject, Predicate<String> identities, @Nullable String scope) {
    Instant now = now();
    Instant end = now.plus(lifetime());
    String token = jwt ? jwt(subject, scope, now, end) : mint.opaque("at-", OPAQUE_LENGTH);
    ledger.add(token, identities, end);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("access_token", token);
    json.put("token_type", "bearer");
    json.put("expires_in", lifetime().toSeconds());
    if (scope != null) {
      json.put("scope", scope);
    }
    return json;
  }

  private String jwt(String subject, @Nullable String scope, Instant now, Instant end) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(url().toString())
            .subject(subject)
            .claim("scope", scope)
            .jwtID(mint.hex(16))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(end))
            .build();
    return mint.jwt(claims, jwtLength);
  }

  private static Set<String> scopes(@Nullable String scope) {
    return scope == null || scope.isBlank() ? Set.of() : Set.of(scope.trim().split(" +", -1));
  }

  @Override
  Reply document(String path) {
    return switch (path) {
      case "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" ->
          new Reply(200, discovery.apply(discoveryDocument()));
      case "/jwks" -> new Reply(200, mint.jwkSet());
      default -> Reply.notFound();
    };
  }

  private Map<String, Object> discoveryDocument() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("issuer", url().toString());
    json.put("token_endpoint", tokenEndpoint().toString());
    json.put("authorization_endpoint", authorizationEndpoint().toString());
    json.put("device_authorization_endpoint", deviceEndpoint().toString());
    json.put("authorization_response_iss_parameter_supported", true);
    json.put("scopes_supported", List.of("openid", "email", "profile", "offline_access"));
    json.put("code_challenge_methods_supported", List.of("S256"));
    json.put("jwks_uri", url() + "/jwks");
    json.put(
        "grant_types_supported",
        List.of(
            "authorization_code",
            "client_credentials",
            "refresh_token",
            UserConsents.DEVICE_GRANT));
    json.put("token_endpoint_auth_methods_supported", List.copyOf(methods));
    return json;
  }
}

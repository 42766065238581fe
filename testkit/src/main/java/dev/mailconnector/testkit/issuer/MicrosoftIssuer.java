package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Behaves like the Microsoft identity platform (Entra ID): {@code POST /{tenant}/oauth2/v2.0/token}
 * with {@code client_credentials} and {@code refresh_token}.
 *
 * <p>Access tokens are RS256 JWTs of about 1.5 KB for Exchange Online. A refresh token is replaced
 * at every use and the old one stays valid, as Microsoft documents it. Refusals are {@link
 * EntraError}s with the bodies of the real service.
 *
 * <pre>{@code
 * try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority)) {
 *   issuer.app("contoso.onmicrosoft.com", "app-id", "secret");
 *   issuer.lifetime(Duration.ofSeconds(10));
 * }
 * }</pre>
 */
public final class MicrosoftIssuer extends TokenIssuer {
  private static final Pattern CONSENT_PATH =
      Pattern.compile("/([^/]+)/oauth2/v2\\.0/(authorize|devicecode|deviceauth)");
  private static final Pattern TOKEN_PATH = Pattern.compile("/([^/]+)/oauth2/v2\\.0/token");
  private static final Pattern DISCOVERY_PATH =
      Pattern.compile("/([^/]+)/v2\\.0/\\.well-known/openid-configuration");
  private static final int REALISTIC_LENGTH = 1500;
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String FEDERATED_ISSUER = "https://oidc.cluster.example";
  private static final String FEDERATED_AUDIENCE = "api://AzureADTokenExchange";

  private static final class App {
    final String tenant;
    final boolean confidential;
    final @Nullable String secret;
    final List<X509Certificate> certificates = new CopyOnWriteArrayList<>();
    volatile boolean federated;
    volatile boolean secretExpired;
    volatile boolean consent = true;
    volatile @Nullable Set<String> mailboxes;

    App(String tenant, boolean confidential, @Nullable String secret) {
      this.tenant = tenant;
      this.confidential = confidential;
      this.secret = secret;
    }

    boolean mayLogIn(String identity) {
      Set<String> only = mailboxes;
      return only == null || only.contains(identity);
    }
  }

  private static final class Grant {
    final String clientId;
    final String user;
    volatile @Nullable EntraError ended;

    Grant(String clientId, String user) {
      this.clientId = clientId;
      this.user = user;
    }
  }

  private final Map<String, App> apps = new ConcurrentHashMap<>();
  private final Map<String, Grant> refreshTokens = new ConcurrentHashMap<>();
  private volatile boolean expiresInAsString;
  private volatile @Nullable Duration refreshIn;

  private MicrosoftIssuer(TestCertificate certificate) {
    super(certificate);
  }

  /** An issuer on a free port with a certificate of this authority. */
  public static MicrosoftIssuer start(TestAuthority authority) {
    return start(authority.issue());
  }

  /** An issuer on a free port with this certificate. */
  public static MicrosoftIssuer start(TestCertificate certificate) {
    MicrosoftIssuer issuer = new MicrosoftIssuer(certificate);
    issuer.start();
    return issuer;
  }

  /** Registers a confidential application; a second call replaces its secret and state. */
  public void app(String tenant, String clientId, String clientSecret) {
    apps.put(clientId, new App(tenant, true, clientSecret));
  }

  /** Registers a public application, one without a secret. */
  public void publicApp(String tenant, String clientId) {
    apps.put(clientId, new App(tenant, false, null));
  }

  /**
   * Lets an application prove itself with assertions signed with the key of this certificate, by
   * PS256 or RS256; registers the application if it is not yet. It may have several.
   */
  public void certificate(String tenant, String clientId, X509Certificate certificate) {
    apps.computeIfAbsent(clientId, id -> new App(tenant, true, null)).certificates.add(certificate);
  }

  /** Takes all certificates of this application away, as an administrator does after a renewal. */
  public void removeCertificates(String clientId) {
    known(clientId).certificates.clear();
  }

  /**
   * Lets an application prove itself with {@link #federatedToken}s; registers the application if it
   * is not yet.
   */
  public void federate(String tenant, String clientId) {
    apps.computeIfAbsent(clientId, id -> new App(tenant, true, null)).federated = true;
  }

  /**
   * A token as the identity provider of a workload (Kubernetes, GitHub) writes it for an
   * application: good for this long from now.
   */
  public String federatedToken(String clientId, Duration life) {
    Instant now = now();
    return mint.jwt(
        new JWTClaimsSet.Builder()
            .issuer(FEDERATED_ISSUER)
            .subject(federatedSubject(clientId))
            .audience(FEDERATED_AUDIENCE)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(life)))
            .jwtID(mint.hex(8))
            .build());
  }

  private static String federatedSubject(String clientId) {
    return "system:serviceaccount:mail:" + clientId;
  }

  /** The application's secret has ended. */
  public void expireSecret(String clientId) {
    known(clientId).secretExpired = true;
  }

  /**
   * Nobody has consented: refresh tokens are refused, and application tokens come without a role
   * and log nobody in, as the real service does it.
   */
  public void withdrawConsent(String clientId) {
    known(clientId).consent = false;
  }

  /** Restricts the application to these mailboxes; at first it may log every mailbox in. */
  public void mailboxes(String clientId, String... users) {
    known(clientId).mailboxes = Set.of(users);
  }

  /** A refresh token as an interactive consent of this user would have left it. */
  public String grantRefreshToken(String clientId, String user) {
    known(clientId);
    return newRefreshToken(new Grant(clientId, user));
  }

  /**
   * The grant behind this refresh token, and all tokens that came from it, ends with this error.
   */
  public void endGrant(String refreshToken, EntraError error) {
    Grant grant = refreshTokens.get(refreshToken);
    if (grant == null) {
      throw new IllegalArgumentException("No such refresh token");
    }
    grant.ended = error;
  }

  /** Whether {@code expires_in} is a JSON string, as older endpoints send it. Default false. */
  public void expiresInAsString(boolean asString) {
    this.expiresInAsString = asString;
  }

  /** Adds {@code refresh_in} to every answer; null, the default, leaves it out. */
  public void refreshIn(@Nullable Duration refreshIn) {
    this.refreshIn = refreshIn;
  }

  /** The next token request is refused like this. */
  public void failNext(EntraError error) {
    failNext(answerOf(error));
  }

  /** Every token request is refused like this until {@link #recover()}. */
  public void failAll(EntraError error) {
    failAll(answerOf(error));
  }

  private IssuerFault.Answer answerOf(EntraError error) {
    Reply reply = error.reply("11111111-2222-3333-4444-555555555555", now());
    return IssuerFault.json(reply.status(), JSONObjectUtils.toJSONString(reply.json()));
  }

  @Override
  Reply answer(IssuerRequest request) {
    Matcher path = TOKEN_PATH.matcher(request.path());
    if (request.path().endsWith("/oauth2/v2.0/devicecode")) {
      return apps.containsKey(String.valueOf(request.clientId()))
          ? consents.begin(
              request, url().resolve(request.path().replace("devicecode", "deviceauth")))
          : EntraError.UNKNOWN_APPLICATION.reply(String.valueOf(request.clientId()), now());
    }
    if (!path.matches()) {
      return Reply.notFound();
    }
    String tenant = path.group(1);
    if (apps.values().stream().noneMatch(app -> app.tenant.equalsIgnoreCase(tenant))) {
      return EntraError.UNKNOWN_TENANT.reply(tenant, now());
    }
    String clientId = String.valueOf(request.clientId());
    App app = apps.get(clientId);
    if (app == null || !app.tenant.equalsIgnoreCase(tenant)) {
      return EntraError.UNKNOWN_APPLICATION.reply(clientId, now());
    }
    EntraError refused = checkProof(app, clientId, request);
    if (refused != null) {
      return refused.reply(clientId, now());
    }
    return switch (request.grant()) {
      case "client_credentials" -> appToken(app, clientId, request.scope());
      case "refresh_token" -> delegatedToken(app, clientId, request);
      case "authorization_code", UserConsents.DEVICE_GRANT -> byCode(request);
      default -> EntraError.UNSUPPORTED_GRANT.reply(clientId, now());
    };
  }

  private @Nullable EntraError checkProof(App app, String clientId, IssuerRequest request) {
    String assertion = request.parameter("client_assertion");
    String sent = request.parameter("client_secret");
    if (!app.confidential) {
      return assertion == null && sent == null ? null : EntraError.PUBLIC_CLIENT;
    }
    if (assertion != null) {
      return checkAssertion(app, clientId, request, assertion);
    }
    if (sent == null) {
      return EntraError.SECRET_MISSING;
    }
    if (!sent.equals(app.secret)) {
      return EntraError.INVALID_SECRET;
    }
    return app.secretExpired ? EntraError.EXPIRED_SECRET : null;
  }

  private @Nullable EntraError checkAssertion(
      App app, String clientId, IssuerRequest request, String text) {
    EntraAssertion assertion = EntraAssertion.parse(text);
    if (assertion == null || !ASSERTION_TYPE.equals(request.parameter("client_assertion_type"))) {
      return EntraError.ASSERTION_MALFORMED;
    }
    return app.federated
        ? assertion.checkFederated(
            FEDERATED_ISSUER,
            federatedSubject(clientId),
            FEDERATED_AUDIENCE,
            mint.publicKey(),
            now())
        : assertion.checkCertificate(clientId, url() + request.path(), app.certificates, now());
  }

  private Reply appToken(App app, String clientId, @Nullable String scope) {
    if (scope == null) {
      return EntraError.SCOPE_MISSING.reply(clientId, now());
    }
    if (List.of(scope.split(" ", -1)).stream().noneMatch(each -> each.endsWith("/.default"))) {
      return EntraError.SCOPE_WITHOUT_DEFAULT.reply(clientId, now());
    }
    JWTClaimsSet.Builder claims = claims(app.tenant, clientId);
    Predicate<String> identities = identity -> false;
    if (app.consent) {
      claims.claim("roles", List.of("SMTP.SendAsApp"));
      identities = app::mayLogIn;
    }
    return new Reply(200, success(claims, identities));
  }

  private Reply delegatedToken(App app, String clientId, IssuerRequest request) {
    if (!app.consent) {
      return EntraError.CONSENT_REQUIRED.reply(clientId, now());
    }
    String presented = request.parameter("refresh_token");
    Grant grant = presented == null ? null : refreshTokens.get(presented);
    if (grant == null || !grant.clientId.equals(clientId)) {
      return EntraError.MALFORMED_GRANT.reply(clientId, now());
    }
    EntraError ended = grant.ended;
    if (ended != null) {
      return ended.reply(clientId, now());
    }
    String scope = request.scope();
    if (scope == null) {
      return EntraError.SCOPE_MISSING.reply(clientId, now());
    }
    JWTClaimsSet.Builder claims =
        claims(app.tenant, clientId).claim("scp", "SMTP.Send").claim("upn", grant.user);
    Map<String, Object> json = success(claims, grant.user::equalsIgnoreCase);
    json.put("scope", scope);
    json.put("refresh_token", newRefreshToken(grant));
    return new Reply(200, json);
  }

  @Override
  @Nullable Page page(URI request) {
    Matcher path = CONSENT_PATH.matcher(request.getPath());
    if (!path.matches()) {
      return null;
    }
    // Microsoft sends no iss (RFC 9207).
    return path.group(2).equals("authorize")
        ? consents.authorize(request, "")
        : consents.device(request);
  }

  @Override
  Reply agreed(UserConsents.Agreed agreed) {
    App app = known(agreed.clientId());
    Map<String, Object> json =
        success(
            claims(app.tenant, agreed.clientId())
                .claim("scp", "SMTP.Send")
                .claim("upn", agreed.user()),
            agreed.user()::equalsIgnoreCase);
    json.put("scope", String.valueOf(agreed.scope()));
    if (String.valueOf(agreed.scope()).contains("openid")) {
      json.put(
          "id_token",
          mint.idToken(
              "https://login.microsoftonline.com/" + uuidOf(app.tenant) + "/v2.0",
              agreed,
              Map.of("preferred_username", agreed.user())));
    }
    if (String.valueOf(agreed.scope()).contains("offline_access")) {
      json.put("refresh_token", newRefreshToken(new Grant(agreed.clientId(), agreed.user())));
    }
    return new Reply(200, json);
  }

  private Map<String, Object> success(JWTClaimsSet.Builder claims, Predicate<String> identities) {
    Instant now = now();
    Duration lifetime = lifetime();
    Instant end = now.plus(lifetime);
    JWTClaimsSet complete =
        claims
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(end))
            .build();
    String token = mint.jwt(complete, REALISTIC_LENGTH);
    ledger.add(token, identities, end);
    long seconds = lifetime.toSeconds();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("token_type", "Bearer");
    json.put("expires_in", expiresInAsString ? Long.toString(seconds) : (Object) seconds);
    json.put("ext_expires_in", seconds);
    Duration refresh = refreshIn;
    if (refresh != null) {
      json.put("refresh_in", refresh.toSeconds());
    }
    json.put("access_token", token);
    return json;
  }

  private JWTClaimsSet.Builder claims(String tenant, String clientId) {
    String tenantId = uuidOf(tenant);
    return new JWTClaimsSet.Builder()
        .audience("https://outlook.office365.com")
        .issuer("https://sts.windows.net/" + tenantId + "/")
        .claim("appid", clientId)
        .claim("appidacr", "1")
        .claim("oid", uuidOf(clientId))
        .subject(uuidOf(clientId))
        .claim("tid", tenantId)
        .claim("uti", mint.opaque("", 22))
        .claim("ver", "1.0");
  }

  private String newRefreshToken(Grant grant) {
    String token = mint.opaque("1.AX", 900);
    refreshTokens.put(token, grant);
    return token;
  }

  private App known(String clientId) {
    App app = apps.get(clientId);
    if (app == null) {
      throw new IllegalArgumentException("No application " + clientId + "; call app() first");
    }
    return app;
  }

  private static String uuidOf(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  @Override
  Reply document(String path) {
    Matcher tenant = DISCOVERY_PATH.matcher(path);
    if (path.equals("/keys")) {
      return new Reply(200, mint.jwkSet());
    }
    if (!tenant.matches()) {
      return Reply.notFound();
    }
    String base = url() + "/" + tenant.group(1);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("issuer", base + "/v2.0");
    json.put("token_endpoint", base + "/oauth2/v2.0/token");
    json.put("jwks_uri", url() + "/keys");
    json.put(
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_post", "private_key_jwt", "client_secret_basic"));
    return new Reply(200, json);
  }
}

package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import java.net.URI;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Behaves like Google's token endpoint: {@code POST /token} with a service account's assertion (RFC
 * 7523) or a refresh token, which is never replaced. Beside it stand the Security Token Service
 * (RFC 8693), which takes the tokens of {@link #foreignToken}, and IAM's credentials API, whose
 * {@code signJwt} and {@code generateAccessToken} serve every caller until {@link
 * #withdrawImpersonation()}.
 *
 * <p>Access tokens are opaque, {@code ya29.} and about 220 characters. There is one service
 * account; {@link #serviceAccountKeyJson()} is its key file. It may act for every user until {@link
 * #delegateTo} or {@link #withdrawDelegation()} says otherwise.
 *
 * <p>The times inside an assertion that the account's own key has signed are checked against the
 * machine's clock, not {@link #clock}: the client that signs it has no other.
 */
public final class GoogleIssuer extends TokenIssuer {
  /** What google-auth always writes into {@code aud}, whatever endpoint it talks to. */
  private static final String GOOGLE_AUDIENCE = "https://oauth2.googleapis.com/token";

  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String MAIL_SCOPE = "https://mail.google.com/";
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final int TOKEN_LENGTH = 220;

  /** One key for the service accounts of all issuers of the JVM, since it takes long to make. */
  private static final class AccountKey {
    static final KeyPair PAIR = TokenMint.newKeys();
  }

  private record Client(String secret) {}

  private record Grant(String clientId, String user) {}

  private final String accountKeyId = mint.hex(20);
  private final Map<String, Client> clients = new ConcurrentHashMap<>();
  private final Map<String, Grant> refreshTokens = new ConcurrentHashMap<>();
  private final GoogleIam iam = new GoogleIam(mint, serviceAccountEmail());
  private volatile boolean delegated = true;
  private volatile @Nullable Set<String> users;

  private GoogleIssuer(TestCertificate certificate) {
    super(certificate);
  }

  /** An issuer on a free port with a certificate of this authority. */
  public static GoogleIssuer start(TestAuthority authority) {
    return start(authority.issue());
  }

  /** An issuer on a free port with this certificate. */
  public static GoogleIssuer start(TestCertificate certificate) {
    GoogleIssuer issuer = new GoogleIssuer(certificate);
    issuer.start();
    return issuer;
  }

  /** Where tokens are requested. */
  public URI tokenEndpoint() {
    return url().resolve("/token");
  }

  /** Registers an OAuth client (desktop or web application). */
  public void client(String clientId, String clientSecret) {
    clients.put(clientId, new Client(clientSecret));
  }

  /** A refresh token as an interactive consent of this user would have left it. */
  public String grantRefreshToken(String clientId, String user) {
    if (!clients.containsKey(clientId)) {
      throw new IllegalArgumentException("No client " + clientId + "; call client() first");
    }
    String token = mint.opaque("1//0e", 103);
    refreshTokens.put(token, new Grant(clientId, user));
    return token;
  }

  /** The user, or a change of the password, has revoked this refresh token. */
  public void revokeRefreshToken(String refreshToken) {
    refreshTokens.remove(refreshToken);
  }

  /** The e-mail address of the service account. */
  public String serviceAccountEmail() {
    return "mailer@testkit-project.iam.gserviceaccount.com";
  }

  /** The service account may act for these users only; others do not exist. */
  public void delegateTo(String... users) {
    this.users = Set.of(users);
    this.delegated = true;
  }

  /** The service account loses domain-wide delegation. */
  public void withdrawDelegation() {
    this.delegated = false;
  }

  /**
   * The service account's key file, as the Google Cloud console hands it out, with {@code
   * token_uri} pointing here. The private key is made at run time and known to nobody else.
   */
  public String serviceAccountKeyJson() {
    Base64.Encoder mime = Base64.getMimeEncoder(64, new byte[] {'\n'});
    String key =
        "-----BEGIN PRIVATE KEY-----\n"
            + mime.encodeToString(AccountKey.PAIR.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "service_account");
    json.put("project_id", "testkit-project");
    json.put("private_key_id", accountKeyId);
    json.put("private_key", key);
    json.put("client_email", serviceAccountEmail());
    json.put("client_id", "100000000000000000001");
    json.put("auth_uri", url() + "/o/oauth2/auth");
    json.put("token_uri", tokenEndpoint().toString());
    json.put("universe_domain", "googleapis.com");
    return JSONObjectUtils.toJSONString(json);
  }

  /** Where IAM signs for service accounts: the base URL of its credentials API. */
  public URI iamEndpoint() {
    return url();
  }

  /** A token of another identity provider, which the workload identity pool takes. */
  public String foreignToken(String subject) {
    return iam.foreignToken(subject, now());
  }

  /** Nobody may sign for service accounts any more, and nobody act as one. */
  public void withdrawImpersonation() {
    iam.withdraw();
  }

  /** The token of a machine's own service account, as its metadata server hands it out. */
  Map<String, Object> callerToken() {
    return iam.callerToken(now(), lifetime());
  }

  /**
   * A credential configuration of workload identity federation, as {@code gcloud iam
   * workload-identity-pools create-cred-config} writes it.
   *
   * @param credentialSource where the token of the other identity provider is, such as {@code
   *     Map.of("file", "/var/run/token")}
   * @param impersonated whether it goes on to act as the service account
   */
  public String federationJson(Map<String, Object> credentialSource, boolean impersonated) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "external_account");
    json.put("audience", GoogleIam.POOL);
    json.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    json.put("token_url", url() + GoogleIam.STS);
    if (impersonated) {
      json.put(
          "service_account_impersonation_url",
          url() + GoogleIam.ACCOUNTS + serviceAccountEmail() + ":generateAccessToken");
    }
    json.put("credential_source", credentialSource);
    json.put("universe_domain", "googleapis.com");
    return JSONObjectUtils.toJSONString(json);
  }

  @Override
  Reply answer(IssuerRequest request) {
    if (!request.path().equals("/token")) {
      return iam.answer(request, now(), lifetime());
    }
    return switch (request.grant()) {
      case JWT_BEARER -> byAssertion(request);
      case "refresh_token" -> byRefreshToken(request);
      case "authorization_code" -> byAuthorizationCode(request);
      default -> GoogleError.UNSUPPORTED_GRANT.reply();
    };
  }

  private Reply byAuthorizationCode(IssuerRequest request) {
    Client client = clients.get(String.valueOf(request.clientId()));
    if (client == null) {
      return GoogleError.CLIENT_NOT_FOUND.reply();
    }
    return client.secret.equals(request.parameter("client_secret"))
        ? byCode(request)
        : GoogleError.WRONG_CLIENT_SECRET.reply();
  }

  /** Where users consent in a browser. */
  public URI authorizationEndpoint() {
    return url().resolve("/o/oauth2/v2/auth");
  }

  @Override
  @Nullable Page page(URI request) {
    return request.getPath().equals(authorizationEndpoint().getPath())
        ? consents.authorize(request, "https://accounts.google.com")
        : null;
  }

  @Override
  Reply agreed(UserConsents.Agreed agreed) {
    Reply reply = success(agreed.user());
    reply.json().put("scope", MAIL_SCOPE);
    if (String.valueOf(agreed.scope()).contains("openid email")) {
      reply
          .json()
          .put("scope", MAIL_SCOPE + " openid https://www.googleapis.com/auth/userinfo.email");
      reply
          .json()
          .put(
              "id_token",
              mint.idToken(
                  "https://accounts.google.com",
                  agreed,
                  Map.of("email", agreed.user(), "email_verified", true)));
    }
    if (agreed.offline()) {
      reply.json().put("refresh_token", grantRefreshToken(agreed.clientId(), agreed.user()));
    }
    return reply;
  }

  private Reply byRefreshToken(IssuerRequest request) {
    Client client = clients.get(String.valueOf(request.clientId()));
    if (client == null) {
      return GoogleError.CLIENT_NOT_FOUND.reply();
    }
    if (!client.secret.equals(request.parameter("client_secret"))) {
      return GoogleError.WRONG_CLIENT_SECRET.reply();
    }
    Grant grant = refreshTokens.get(String.valueOf(request.parameter("refresh_token")));
    if (grant == null) {
      return GoogleError.EXPIRED_OR_REVOKED.reply();
    }
    if (!grant.clientId.equals(request.clientId())) {
      return GoogleError.BAD_REQUEST.reply();
    }
    Reply reply = success(grant.user);
    reply.json().put("scope", MAIL_SCOPE);
    return reply;
  }

  private Reply byAssertion(IssuerRequest request) {
    JWTClaimsSet claims;
    try {
      SignedJWT assertion = SignedJWT.parse(String.valueOf(request.parameter("assertion")));
      claims = assertion.getJWTClaimsSet();
      if (!serviceAccountEmail().equals(claims.getIssuer())) {
        return GoogleError.ACCOUNT_NOT_FOUND.reply();
      }
      boolean byGoogle = iam.hasSigned(assertion);
      if (!byGoogle && !signedByAccount(assertion)) {
        return GoogleError.INVALID_SIGNATURE.reply();
      }
      // google-auth has no other clock than the machine's.
      Instant now = byGoogle ? now() : InstantSource.system().instant();
      return byClaims(claims, claims.getStringClaim("scope"), now);
    } catch (ParseException | JOSEException e) {
      return GoogleError.INVALID_ASSERTION.reply();
    }
  }

  private Reply byClaims(JWTClaimsSet claims, @Nullable String scope, Instant now) {
    List<String> audience = claims.getAudience();
    if (!audience.contains(GOOGLE_AUDIENCE) && !audience.contains(tokenEndpoint().toString())) {
      return GoogleError.INVALID_ASSERTION.reply();
    }
    if (!isShortLived(claims.getIssueTime(), claims.getExpirationTime(), now)) {
      return GoogleError.NOT_SHORT_LIVED.reply();
    }
    if (scope == null || scope.isBlank()) {
      return GoogleError.INVALID_SCOPE.reply();
    }
    String user = claims.getSubject();
    if (user == null && scope.equals(GoogleIam.SCOPE)) {
      return new Reply(200, callerToken());
    }
    if (user == null || !delegated || !List.of(scope.split(" ", -1)).contains(MAIL_SCOPE)) {
      return GoogleError.NOT_DELEGATED.reply();
    }
    Set<String> existing = users;
    if (existing != null && !existing.contains(user)) {
      return GoogleError.INVALID_USER.reply();
    }
    return success(user);
  }

  private boolean signedByAccount(SignedJWT assertion) throws JOSEException {
    return assertion.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
        && accountKeyId.equals(assertion.getHeader().getKeyID())
        && assertion.verify(new RSASSAVerifier((RSAPublicKey) AccountKey.PAIR.getPublic()));
  }

  private static boolean isShortLived(@Nullable Date issued, @Nullable Date expires, Instant now) {
    if (issued == null || expires == null) {
      return false;
    }
    return Duration.between(issued.toInstant(), expires.toInstant()).compareTo(Duration.ofHours(1))
            <= 0
        && issued.toInstant().minus(SKEW).isBefore(now)
        && expires.toInstant().plus(SKEW).isAfter(now);
  }

  private Reply success(String user) {
    Duration lifetime = lifetime();
    String token = mint.opaque("ya29.", TOKEN_LENGTH);
    ledger.add(token, user::equalsIgnoreCase, now().plus(lifetime));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("access_token", token);
    json.put("expires_in", lifetime.toSeconds());
    json.put("token_type", "Bearer");
    return new Reply(200, json);
  }
}

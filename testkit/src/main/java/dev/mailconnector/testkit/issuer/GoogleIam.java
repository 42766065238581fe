package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Google's Security Token Service and the part of IAM that signs for service accounts. Sources:
 * docs.cloud.google.com/iam/docs/reference/sts/rest and .../iam/docs/reference/credentials/rest.
 * Thread-safe.
 */
final class GoogleIam {
  static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  static final String STS = "/v1/token";
  static final String ACCOUNTS = "/v1/projects/-/serviceAccounts/";
  static final String POOL =
      "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/testkit/providers/p";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final int TOKEN_LENGTH = 220;

  private final TokenMint mint;
  private final String account;
  private final Set<String> foreignTokens = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> callerTokens = new ConcurrentHashMap<>();
  private final Set<String> signed = ConcurrentHashMap.newKeySet();
  private volatile boolean impersonation = true;

  GoogleIam(TokenMint mint, String account) {
    this.mint = mint;
    this.account = account;
  }

  String foreignToken(String subject, Instant now) {
    String token =
        mint.jwt(
            new JWTClaimsSet.Builder()
                .issuer("https://id.example")
                .subject(subject)
                .audience("https:" + POOL)
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .jwtID(mint.hex(8))
                .build());
    foreignTokens.add(token);
    return token;
  }

  void withdraw() {
    impersonation = false;
  }

  private boolean isCallerToken(@Nullable String token, Instant now) {
    Instant end = token == null ? null : callerTokens.get(token);
    return end != null && now.isBefore(end);
  }

  Map<String, Object> callerToken(Instant now, Duration lifetime) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("access_token", newCallerToken(now.plus(lifetime)));
    json.put("expires_in", lifetime.toSeconds());
    json.put("token_type", "Bearer");
    return json;
  }

  private String newCallerToken(Instant end) {
    String token = mint.opaque("ya29.c.", TOKEN_LENGTH);
    callerTokens.put(token, end);
    return token;
  }

  /** Whether {@code signJwt} has made this. */
  boolean hasSigned(SignedJWT assertion) throws JOSEException {
    return signed.contains(assertion.serialize())
        && assertion.verify(new RSASSAVerifier((RSAPublicKey) mint.publicKey()));
  }

  Reply answer(IssuerRequest request, Instant now, Duration lifetime) {
    if (request.path().equals(STS)) {
      return exchanged(request, now, lifetime);
    }
    boolean signing = request.path().equals(ACCOUNTS + account + ":signJwt");
    if (!signing && !request.path().equals(ACCOUNTS + account + ":generateAccessToken")) {
      return request.path().startsWith(ACCOUNTS)
          ? Reply.apiError(404, "NOT_FOUND", "Unknown service account")
          : Reply.notFound();
    }
    if (!isCallerToken(request.parameter("access_token"), now)) {
      return GoogleError.UNAUTHENTICATED.reply();
    }
    if (!impersonation) {
      return (signing ? GoogleError.SIGNING_DENIED : GoogleError.IMPERSONATION_DENIED).reply();
    }
    return signing ? signed(request, now) : acting(request, now, lifetime);
  }

  private Reply exchanged(IssuerRequest request, Instant now, Duration lifetime) {
    if (!EXCHANGE.equals(request.grant()) || !POOL.equals(request.parameter("audience"))) {
      return Reply.error(400, "invalid_request", "Invalid value for \"audience\".");
    }
    if (!foreignTokens.contains(String.valueOf(request.parameter("subject_token")))) {
      return GoogleError.FOREIGN_TOKEN_REFUSED.reply();
    }
    if (!SCOPE.equals(request.scope())) {
      return GoogleError.INVALID_SCOPE.reply();
    }
    Map<String, Object> json = callerToken(now, lifetime);
    json.put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token");
    return new Reply(200, json);
  }

  private Reply acting(IssuerRequest request, Instant now, Duration lifetime) {
    if (!String.valueOf(request.scope()).contains(SCOPE)) {
      return GoogleError.INVALID_ARGUMENT.reply();
    }
    Instant end = now.plus(lifetime);
    return new Reply(200, Map.of("accessToken", newCallerToken(end), "expireTime", end.toString()));
  }

  private Reply signed(IssuerRequest request, Instant now) {
    JWTClaimsSet claims;
    try {
      claims =
          JWTClaimsSet.parse(JSONObjectUtils.parse(String.valueOf(request.parameter("payload"))));
    } catch (ParseException e) {
      return GoogleError.INVALID_ARGUMENT.reply();
    }
    Date end = claims.getExpirationTime();
    if (end != null && end.toInstant().isAfter(now.plus(Duration.ofHours(12)))) {
      return GoogleError.INVALID_ARGUMENT.reply();
    }
    String jwt = mint.jwt(claims);
    signed.add(jwt);
    return new Reply(200, Map.of("keyId", mint.hex(20), "signedJwt", jwt));
  }
}

package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client assertion (RFC 7523), checked as Entra ID documents it: learn.microsoft.com, "Microsoft
 * identity platform application authentication certificate credentials", and "Workload identity
 * federation".
 */
final class EntraAssertion {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.PS256, JWSAlgorithm.RS256);
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final SignedJWT token;
  private final JWTClaimsSet claims;

  private EntraAssertion(SignedJWT token, JWTClaimsSet claims) {
    this.token = token;
    this.claims = claims;
  }

  /** The assertion, or null if the text is none. */
  static @Nullable EntraAssertion parse(String text) {
    try {
      SignedJWT token = SignedJWT.parse(text);
      return new EntraAssertion(token, token.getJWTClaimsSet());
    } catch (ParseException e) {
      return null;
    }
  }

  /** What is wrong with an assertion signed with one of these certificates' keys, or null. */
  @Nullable EntraError checkCertificate(
      String clientId, String endpoint, Collection<X509Certificate> registered, Instant now) {
    X509Certificate used =
        registered.stream().filter(each -> isNamed(thumbprint(each))).findFirst().orElse(null);
    if (used == null || !isSignedBy(used.getPublicKey())) {
      return EntraError.ASSERTION_SIGNATURE;
    }
    if (!clientId.equals(claims.getIssuer()) || !clientId.equals(claims.getSubject())) {
      return EntraError.ASSERTION_CLIENT;
    }
    if (!claims.getAudience().contains(endpoint)) {
      return EntraError.ASSERTION_AUDIENCE;
    }
    return checkTime(now);
  }

  /** What is wrong with the token of a federated identity provider, or null. */
  @Nullable EntraError checkFederated(
      String issuer, String subject, String audience, PublicKey key, Instant now) {
    if (!issuer.equals(claims.getIssuer())) {
      return EntraError.FEDERATED_ISSUER;
    }
    if (!subject.equals(claims.getSubject())) {
      return EntraError.FEDERATED_SUBJECT;
    }
    if (!claims.getAudience().contains(audience)) {
      return EntraError.FEDERATED_AUDIENCE;
    }
    if (!isSignedBy(key)) {
      return EntraError.ASSERTION_SIGNATURE;
    }
    Date end = claims.getExpirationTime();
    return end == null || now.isAfter(end.toInstant()) ? EntraError.ASSERTION_TIME : null;
  }

  private @Nullable EntraError checkTime(Instant now) {
    Date start = claims.getNotBeforeTime();
    Date end = claims.getExpirationTime();
    boolean good =
        start != null
            && end != null
            && claims.getJWTID() != null
            && !now.plus(SKEW).isBefore(start.toInstant())
            && now.minus(SKEW).isBefore(end.toInstant())
            && end.toInstant().isBefore(start.toInstant().plus(LONGEST));
    return good ? null : EntraError.ASSERTION_TIME;
  }

  /** Only the alphabet of base64url counts: RFC 7515 section 4.1.8. */
  private boolean isNamed(String thumbprint) {
    Object named = token.getHeader().toJSONObject().get("x5t#S256");
    return thumbprint.equals(named);
  }

  private boolean isSignedBy(PublicKey key) {
    if (!ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
      return false;
    }
    try {
      return key instanceof RSAPublicKey rsa && token.verify(new RSASSAVerifier(rsa));
    } catch (JOSEException e) {
      return false;
    }
  }

  private static String thumbprint(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A registered certificate cannot be read", e);
    }
  }
}

package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A client that proves itself by signed assertions: its own ({@code private_key_jwt}) or those of
 * another identity provider. RFC 7523 section 3. Thread-safe.
 */
final class SignedClient {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final String issuer;
  private final String subject;
  private final boolean usedOnce;
  private final X509Certificate certificate;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private SignedClient(
      String issuer, String subject, boolean usedOnce, X509Certificate certificate) {
    this.issuer = issuer;
    this.subject = subject;
    this.usedOnce = usedOnce;
    this.certificate = certificate;
  }

  /** A client that signs by itself, each time anew. */
  static SignedClient itself(String clientId, X509Certificate certificate) {
    return new SignedClient(clientId, clientId, true, certificate);
  }

  /** A client that this issuer speaks for, with a token that is good for several requests. */
  static SignedClient federated(String issuer, String subject, X509Certificate certificate) {
    return new SignedClient(issuer, subject, false, certificate);
  }

  /** What is wrong with the assertion of a request, or null. */
  @Nullable String refusal(IssuerRequest request, String audience, Instant now) {
    String text = request.parameter("client_assertion");
    if (text == null || !ASSERTION_TYPE.equals(request.parameter("client_assertion_type"))) {
      return "An assertion is needed.";
    }
    try {
      SignedJWT assertion = SignedJWT.parse(text);
      return assertion.verify(verifier())
          ? refusal(assertion.getJWTClaimsSet(), audience, now)
          : "The signature is wrong.";
    } catch (ParseException | JOSEException e) {
      return "The assertion cannot be read.";
    }
  }

  private @Nullable String refusal(JWTClaimsSet claims, String audience, Instant now) {
    if (!issuer.equals(claims.getIssuer()) || !subject.equals(claims.getSubject())) {
      return "The assertion is another client's.";
    }
    if (!claims.getAudience().equals(List.of(audience))) {
      return "Invalid audience; expected " + audience;
    }
    if (claims.getExpirationTime() == null || now.isAfter(claims.getExpirationTime().toInstant())) {
      return "The assertion has ended.";
    }
    if (claims.getNotBeforeTime() != null && now.isBefore(claims.getNotBeforeTime().toInstant())) {
      return "The assertion is not valid yet.";
    }
    return !usedOnce || (claims.getJWTID() != null && seen.add(claims.getJWTID()))
        ? null
        : "The assertion was used before.";
  }

  private JWSVerifier verifier() throws JOSEException {
    PublicKey key = certificate.getPublicKey();
    return key instanceof RSAPublicKey rsa
        ? new RSASSAVerifier(rsa)
        : new ECDSAVerifier((ECPublicKey) key);
  }
}

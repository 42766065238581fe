package dev.mailconnector.auth.oauth2.internal.assertion;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.auth.oauth2.AssertionAlgorithm;
import dev.mailconnector.auth.oauth2.internal.diagnosis.FileRows;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.KeyFile;
import dev.mailconnector.spi.KeyWithCertificate;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.UnusableKeyException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs client assertions (RFC 7523 section 3) with the key of a file. Thread-safe. */
public final class AssertionKey {
  /** With the skew five minutes: Microsoft wants five to ten, Auth0 takes no more than five. */
  private static final Duration LIFE = Duration.ofMinutes(4);

  /** So much fast this machine's clock may be. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private static final String RENEW = FileRows.KEY_EXPIRED.cure();

  private final KeyFile file;
  private final @Nullable AssertionAlgorithm wanted;
  private final @Nullable String keyId;

  /**
   * A key that is read from this file.
   *
   * @param wanted how to sign; null to let the key decide (RS256, or ES256)
   * @param keyId the {@code kid} of the header; null for none
   */
  public AssertionKey(KeyFile file, @Nullable AssertionAlgorithm wanted, @Nullable String keyId) {
    this.file = file;
    this.wanted = wanted;
    this.keyId = keyId;
  }

  /**
   * Reads the file once; dates are checked when it signs, since they come to pass by themselves.
   */
  public void check() throws UnusableKeyException {
    algorithm(file.read());
  }

  /** When the certificate ends that is in the file now. */
  public CredentialEnd end() throws UnusableKeyException {
    X509Certificate certificate = file.read().certificate();
    return CredentialEnd.of(
        CredentialEnd.Part.CLIENT_CERTIFICATE,
        file.path() + ", " + certificate.getSubjectX500Principal().getName(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        RENEW);
  }

  /**
   * An assertion for one token request.
   *
   * @param audience the token endpoint, or the issuer where the server wants that
   */
  public Secret sign(String clientId, String audience, Instant now) throws UnusableKeyException {
    KeyWithCertificate key = file.read();
    checkDates(key.certificate(), now);
    AssertionAlgorithm algorithm = algorithm(key);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(algorithm.name()))
            .type(JOSEObjectType.JWT)
            .keyID(keyId)
            .x509CertSHA256Thumbprint(thumbprint(key.certificate()))
            .build();
    Date start = Date.from(now.minus(SKEW));
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(clientId)
            .subject(clientId)
            .audience(audience)
            .jwtID(UUID.randomUUID().toString())
            .issueTime(start)
            .notBeforeTime(start)
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    SignedJWT assertion = new SignedJWT(header, claims);
    try {
      assertion.sign(signer(key));
    } catch (JOSEException broken) {
      throw file.unusable(
          "has a key that cannot sign with " + algorithm, "Use an RSA key of at least 2048 bits.");
    }
    return Secret.of(assertion.serialize());
  }

  private AssertionAlgorithm algorithm(KeyWithCertificate key) throws UnusableKeyException {
    AssertionAlgorithm algorithm =
        wanted != null ? wanted : key.isRsa() ? AssertionAlgorithm.RS256 : AssertionAlgorithm.ES256;
    if (key.isRsa() == (algorithm == AssertionAlgorithm.ES256)) {
      throw file.unusable(
          "has an " + (key.isRsa() ? "RSA" : "EC") + " key, which cannot sign with " + algorithm,
          "Use another key, or another assertion-algorithm (RSA: PS256, RS256; EC: ES256);"
              + " Microsoft takes RSA only.");
    }
    return algorithm;
  }

  private void checkDates(X509Certificate certificate, Instant now) throws UnusableKeyException {
    String name = "a certificate (" + certificate.getSubjectX500Principal().getName() + ") that ";
    Instant start = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(start)) {
      throw file.unusable(
          "has " + name + "is not valid before " + start,
          new Remedy(FileRows.KEY_EARLY, FileRows.KEY_EARLY.cure()));
    }
    if (now.isAfter(end)) {
      throw file.unusable(
          "has " + name + "expired on " + end, new Remedy(FileRows.KEY_EXPIRED, RENEW));
    }
  }

  private static JWSSigner signer(KeyWithCertificate key) throws JOSEException {
    return key.key() instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(key.key());
  }

  private static Base64URL thumbprint(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return Base64URL.encode(hash);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("A certificate that was read cannot be written", broken);
    }
  }

  @Override
  public String toString() {
    return "key of " + file;
  }
}

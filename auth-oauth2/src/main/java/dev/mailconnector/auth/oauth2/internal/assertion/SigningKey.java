package dev.mailconnector.auth.oauth2.internal.assertion;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/** A private key with the certificate of its public half. Shows no key. */
record SigningKey(PrivateKey key, X509Certificate certificate) {
  private static final byte[] PROBE = {1, 2, 3, 4};

  /** Whether a certificate is the one of a private key. */
  static boolean belong(PrivateKey key, X509Certificate certificate) {
    PublicKey open = certificate.getPublicKey();
    String algorithm = "EC".equals(key.getAlgorithm()) ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(PROBE);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(open);
      verifying.update(PROBE);
      return verifying.verify(signature);
    } catch (GeneralSecurityException notAPair) {
      return false;
    }
  }

  boolean isRsa() {
    return "RSA".equals(key.getAlgorithm());
  }

  String name() {
    return certificate.getSubjectX500Principal().getName();
  }

  @Override
  public String toString() {
    return "key of " + name();
  }
}

package dev.mailconnector.spi;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with the certificate of its public half, and those that vouch for it. Its text
 * shows no key.
 *
 * @param key RSA or EC
 * @param chain the key's own certificate first, each other one signs the one before it
 */
public record KeyWithCertificate(PrivateKey key, List<X509Certificate> chain) {
  private static final byte[] PROBE = {1, 2, 3, 4};

  /** Copies the list. */
  public KeyWithCertificate {
    chain = List.copyOf(chain);
  }

  /** The certificate of the key. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

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

  /** Whether it is an RSA key, not an EC one. */
  public boolean isRsa() {
    return "RSA".equals(key.getAlgorithm());
  }

  /** Whose certificate it is. */
  public String name() {
    return certificate().getSubjectX500Principal().getName();
  }

  @Override
  public String toString() {
    return "key of " + name();
  }
}

package dev.mailconnector.internal.net;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * {@code trust.pin-sha256}: takes a server by its key, whatever its certificate says of names,
 * dates and authorities. That the server has the private key is shown by the handshake.
 */
final class PinnedKeys extends X509ExtendedTrustManager {
  private final Set<String> pins;

  PinnedKeys(Set<String> pins) {
    this.pins = pins;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    String pin = pinOf(chain[0]);
    if (!pins.contains(pin)) {
      throw new OtherKeyException(
          "its pin is " + pin + ", expected is " + String.join(" or ", pins));
    }
  }

  /** RFC 7469 section 2.4: of the key, so that a renewed certificate of the same key has it too. */
  static String pinOf(X509Certificate certificate) {
    try {
      byte[] key = certificate.getPublicKey().getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException everyRuntimeHasIt) {
      throw new IllegalStateException(everyRuntimeHasIt);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw noServer();
  }

  private static CertificateException noServer() {
    return new CertificateException("no clients are taken here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /** The server has a key that nobody pinned. */
  static final class OtherKeyException extends CertificateException {
    private static final long serialVersionUID = 1L;

    OtherKeyException(String message) {
      super(message);
    }
  }
}

package dev.mailconnector.internal.net;

import dev.mailconnector.spi.ChannelBinding;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The channel binding of a TLS connection: {@code tls-server-end-point} (RFC 5929 section 4). */
public final class ChannelBindings {
  private ChannelBindings() {}

  /**
   * The binding of this session, or null where its certificate's signature has no single hash to
   * use.
   */
  public static @Nullable ChannelBinding of(SSLSession session) {
    try {
      Certificate server = session.getPeerCertificates()[0];
      String hash = server instanceof X509Certificate x509 ? hashFor(x509.getSigAlgName()) : null;
      return hash == null
          ? null
          : new ChannelBinding(
              "tls-server-end-point", MessageDigest.getInstance(hash).digest(server.getEncoded()));
    } catch (SSLPeerUnverifiedException
        | CertificateEncodingException
        | NoSuchAlgorithmException e) {
      return null;
    }
  }

  /**
   * The hash of the certificate's signature, SHA-256 in place of MD5 and SHA-1 (RFC 5929 section
   * 4.1).
   */
  static @Nullable String hashFor(String signature) {
    String name = signature.toUpperCase(Locale.ROOT);
    int with = name.indexOf("WITH");
    if (with < 0) {
      return null;
    }
    return switch (name.substring(0, with)) {
      case "MD5", "SHA1", "SHA256" -> "SHA-256";
      case "SHA224" -> "SHA-224";
      case "SHA384" -> "SHA-384";
      case "SHA512" -> "SHA-512";
      default -> null;
    };
  }
}

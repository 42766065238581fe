package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the TLS context of a {@link Trust}. Reads files, so it runs on a worker. */
final class TrustedTls {
  private TrustedTls() {}

  static SSLContext context(Trust trust) throws IOException {
    try {
      if (trust instanceof Trust.Context given) {
        return given.context();
      }
      if (trust instanceof Trust.CaFile ca) {
        return trusting(pem(ca.file()));
      }
      if (trust instanceof Trust.Truststore store) {
        return trusting(pkcs12(store.file(), store.password()));
      }
      // A token endpoint is verified even where the mail server is not.
      return SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new IOException("The trust settings cannot be used: " + e.getMessage(), e);
    }
  }

  private static SSLContext trusting(KeyStore certificates) throws GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static KeyStore pem(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, each);
      }
    }
    if (store.size() == 0) {
      throw new IOException(file + " holds no certificate in PEM form");
    }
    return store;
  }

  private static KeyStore pkcs12(Path file, @Nullable Secret password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password == null ? null : password.reveal().toCharArray());
    }
    return store;
  }
}

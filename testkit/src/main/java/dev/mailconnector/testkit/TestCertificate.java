package dev.mailconnector.testkit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A throw-away server certificate with its private key, issued by a {@link TestAuthority}.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class TestCertificate {
  private static final char[] NO_PASSWORD = new char[0];

  private final PrivateKey privateKey;
  private final List<X509Certificate> chain;
  private final SSLContext sslContext;

  TestCertificate(PrivateKey privateKey, List<X509Certificate> chain) {
    this.privateKey = privateKey;
    this.chain = List.copyOf(chain);
    this.sslContext = serverContext(privateKey, this.chain, null);
  }

  /** A context for a server that shows this certificate. It asks clients for no certificate. */
  public SSLContext sslContext() {
    return sslContext;
  }

  /** A context for a server that shows this certificate and takes clients by these. */
  SSLContext sslContext(List<X509Certificate> clientAuthorities) {
    return serverContext(privateKey, chain, trusting(clientAuthorities));
  }

  /** The certificate itself, first in {@link #chain()}. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The certificates a server sends, leaf first; the authority's own is the last. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The private key: EC, curve P-256. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /** {@link #chain()} as PEM, for servers that read files. */
  public String chainPem() {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate certificate : chain) {
      pem.append(Pem.of(certificate));
    }
    return pem.toString();
  }

  /** The private key as an unencrypted PKCS#8 PEM, for servers that read files. */
  public String privateKeyPem() {
    return Pem.of("PRIVATE KEY", privateKey.getEncoded());
  }

  @Override
  public String toString() {
    return "TestCertificate[" + certificate().getSubjectX500Principal().getName() + "]";
  }

  private static TrustManager[] trusting(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("ca-" + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JVM cannot trust clients of a test server", e);
    }
  }

  private static SSLContext serverContext(
      PrivateKey key, List<X509Certificate> chain, TrustManager @Nullable [] clients) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), clients, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JVM cannot make a TLS context for a test server", e);
    }
  }
}

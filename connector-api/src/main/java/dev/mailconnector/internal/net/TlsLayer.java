package dev.mailconnector.internal.net;

import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsClientCertificate;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS for one account: what it trusts, made once, and the rules of each connection: TLS 1.2 or
 * newer (RFC 8997), the name of the server announced (SNI) and checked: the configured host, or the
 * name that the account gives instead (RFC 8314 section 3.3). Thread-safe.
 */
public final class TlsLayer {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final SSLContext context;
  private final @Nullable ClientIdentity client;
  private final boolean verifies;
  private final boolean checksName;
  private final @Nullable String serverName;

  private TlsLayer(
      SSLContext context,
      @Nullable ClientIdentity client,
      Trust trust,
      @Nullable String serverName) {
    this.context = context;
    this.client = client;
    this.verifies = !(trust instanceof Trust.None);
    this.checksName = verifies && !(trust instanceof Trust.Pinned);
    this.serverName = serverName;
  }

  /**
   * A layer that trusts these, by the names of their hosts.
   *
   * @throws ConfigurationException if a trust file cannot be used
   */
  public static TlsLayer of(Trust trust) {
    return of(trust, null, null);
  }

  /**
   * A layer that trusts these.
   *
   * @param serverName the name that certificates must have, or null for that of the host
   * @param certificate what is shown to a server that asks, or null for nothing
   * @throws ConfigurationException if a file of one of them cannot be used
   */
  public static TlsLayer of(
      Trust trust, @Nullable String serverName, @Nullable TlsClientCertificate certificate) {
    if (trust instanceof Trust.Context given) {
      if (certificate != null) {
        throw ConfigurationException.of(
            "tls-client-certificate.file",
            certificate.keyFile().path().toString(),
            "An SSLContext brings its own keys. Put the key into it, or give this account a trust"
                + " of its own: Trust.caFile, Trust.truststore.");
      }
      return new TlsLayer(given.context(), null, trust, serverName);
    }
    try {
      TrustManager[] managers = managers(trust);
      ClientIdentity client =
          certificate == null ? null : new ClientIdentity(certificate.keyFile(), managers);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return new TlsLayer(context, client, trust, serverName);
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(trust, e);
    }
  }

  /**
   * A context that trusts these, or the Java runtime's own where they are anybody, or one mail
   * server by its key.
   *
   * @throws ConfigurationException if a trust file cannot be used
   */
  public static SSLContext verifying(Trust trust) {
    boolean forOthers = !(trust instanceof Trust.None || trust instanceof Trust.Pinned);
    return of(forOthers ? trust : Trust.platform()).context;
  }

  /** The pin of this server's key, as {@link Trust#pin} takes it. */
  public static String pinOf(X509Certificate certificate) {
    return PinnedKeys.pinOf(certificate);
  }

  /** Whether certificates are checked at all. */
  public boolean verifies() {
    return verifies;
  }

  /** The name that the certificate of this server must have. */
  public String nameOf(SmtpEndpoint endpoint) {
    return serverName == null ? endpoint.host() : serverName;
  }

  /** When the certificate ends that new connections show; null if none is shown. */
  public @Nullable CredentialEnd end() {
    if (client == null) {
      return null;
    }
    X509Certificate shown = client.certificate();
    return CredentialEnd.of(
        CredentialEnd.Part.CLIENT_CERTIFICATE,
        client.file().path() + ", " + shown.getSubjectX500Principal().getName(),
        shown.getNotBefore().toInstant(),
        shown.getNotAfter().toInstant(),
        "Ask whoever issued it for a new one and put it into this file"
            + " (tls-client-certificate.file).");
  }

  /** TLS over a connected socket; the handshake is still to come. */
  public SSLSocket over(Socket socket, SmtpEndpoint endpoint) throws IOException {
    SSLSocket layered =
        (SSLSocket)
            (client == null ? context : client.context())
                .getSocketFactory()
                .createSocket(socket, nameOf(endpoint), endpoint.port(), true);
    SSLParameters parameters = layered.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setEndpointIdentificationAlgorithm(checksName ? "HTTPS" : null);
    layered.setSSLParameters(parameters);
    return layered;
  }

  private static TrustManager @Nullable [] managers(Trust trust)
      throws GeneralSecurityException, IOException {
    if (trust instanceof Trust.CaFile pem) {
      return trusting(certificates(pem.file()));
    }
    if (trust instanceof Trust.Truststore store) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store.file())) {
        keys.load(in, store.password() == null ? null : store.password().reveal().toCharArray());
      }
      return trusting(keys);
    }
    if (trust instanceof Trust.Pinned pinned) {
      return new TrustManager[] {new PinnedKeys(new LinkedHashSet<>(pinned.pins()))};
    }
    return trust instanceof Trust.None ? new TrustManager[] {new TrustsAnybody()} : null;
  }

  private static KeyStore certificates(Path pem) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      for (Certificate certificate : all) {
        keys.setCertificateEntry("ca-" + keys.size(), certificate);
      }
    }
    return keys;
  }

  private static TrustManager[] trusting(KeyStore keys) throws GeneralSecurityException {
    if (keys.size() == 0) {
      throw new GeneralSecurityException("it holds no certificate");
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(keys);
    return factory.getTrustManagers();
  }

  private static ConfigurationException unusable(Trust trust, Exception e) {
    if (trust instanceof Trust.CaFile pem) {
      return ConfigurationException.of(
          "trust.ca-file",
          pem.file().toString(),
          "The file must hold certificates in PEM form (" + e.getMessage() + ").");
    }
    if (trust instanceof Trust.Truststore store) {
      return ConfigurationException.of(
          "trust.truststore",
          store.file().toString(),
          "The file must be a PKCS#12 trust store, with the right password ("
              + e.getMessage()
              + ").");
    }
    return ConfigurationException.of(
        "trust", null, "This Java runtime cannot set up TLS (" + e.getMessage() + ").");
  }
}

package dev.mailconnector.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.spi.ChannelBinding;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.security.AlgorithmParameters;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelBindingsTest {
  /** Made once each: RSA keys take their time. */
  private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, SHA256withRSA, SHA-256",
    "RSA, 2048, SHA1withRSA, SHA-256",
    "RSA, 2048, MD5withRSA, SHA-256",
    "RSA, 2048, SHA224withRSA, SHA-224",
    "RSA, 2048, SHA512withRSA, SHA-512",
    "RSA, 2048, SHA3-256withRSA, SHA3-256",
    "RSA, 2048, SHA256withRSAandMGF1, SHA-256",
    "RSA, 2048, SHA1withRSAandMGF1, SHA-256",
    "RSA, 2048, SHA384withRSAandMGF1, SHA-384",
    "EC, 384, SHA384withECDSA, SHA-384",
    "EC, 256, SHA256withECDSA, SHA-256"
  })
  void of_certificate_isItsHashByItsOwnAlgorithm(
      String keyType, int bits, String signature, String hash) throws Exception {
    KeyPair keys = KEYS.computeIfAbsent(keyType + bits, any -> newKeys(keyType, bits));
    X509Certificate certificate = selfSigned(keys, signature);

    assertThat(bindingAt(server(keys, certificate)))
        .isEqualTo(
            new ChannelBinding(
                "tls-server-end-point",
                MessageDigest.getInstance(hash).digest(certificate.getEncoded())));
  }

  @Test
  void hashFor_signatureWithoutOneHash_isNone() throws Exception {
    AlgorithmParameters twoHashes = AlgorithmParameters.getInstance("RSASSA-PSS");
    twoHashes.init(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA1, 32, 1));

    assertThat(ChannelBindings.hashFor("Ed25519", null)).isNull();
    assertThat(ChannelBindings.hashFor("1.2.3.4", null)).isNull();
    assertThat(ChannelBindings.hashFor("RSASSA-PSS", null)).isNull();
    assertThat(ChannelBindings.hashFor("RSASSA-PSS", new byte[] {1, 2})).isNull();
    assertThat(ChannelBindings.hashFor("RSASSA-PSS", twoHashes.getEncoded())).isNull();
    assertThat(ChannelBindings.hashFor("MD2withRSA", null)).isNull();
  }

  @Test
  void hashFor_longNamesOfHashes_areThoseOfTheJdk() {
    assertThat(ChannelBindings.hashFor("SHA512/256withRSA", null)).isEqualTo("SHA-512/256");
    assertThat(ChannelBindings.hashFor("SHA384WITHECDSA", null)).isEqualTo("SHA-384");
  }

  private static KeyPair newKeys(String type, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ChannelBinding bindingAt(SSLContext server) throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (SSLServerSocket listener =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                  socket.startHandshake();
                  socket.getInputStream().read();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      SmtpEndpoint endpoint =
          new SmtpEndpoint("localhost", listener.getLocalPort(), TlsMode.IMPLICIT);
      try (SSLSocket client =
          TlsLayer.of(Trust.dangerouslyNone())
              .over(new Socket(loopback, listener.getLocalPort()), endpoint)) {
        client.startHandshake();
        return ChannelBindings.of(client.getSession());
      } finally {
        served.join();
      }
    }
  }

  private static SSLContext server(KeyPair keys, X509Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", keys.getPrivate(), new char[0], new Certificate[] {certificate});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static X509Certificate selfSigned(KeyPair keys, String signature) throws Exception {
    X500Name name = new X500Name("CN=localhost");
    Instant now = Instant.now();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now.minusSeconds(3600)),
                    Date.from(now.plusSeconds(3600)),
                    name,
                    keys.getPublic())
                .build(
                    new JcaContentSignerBuilder(signature)
                        .setProvider(new BouncyCastleProvider())
                        .build(keys.getPrivate())));
  }
}

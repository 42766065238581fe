package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAuthorityTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void issue_forLocalhost_isTrustedByName() throws Exception {
    assertThat(handshake(authority.issue("localhost", "127.0.0.1"), "localhost")).isEqualTo("ok");
  }

  @Test
  void issue_forAddress_isTrustedByAddress() throws Exception {
    assertThat(handshake(authority.issue(), "127.0.0.1")).isEqualTo("ok");
  }

  @Test
  void issue_byAnotherAuthority_isRefused() {
    TestCertificate other = TestAuthority.create().issue("localhost");

    assertThatThrownBy(() -> handshake(other, "localhost"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("unable to find valid certification path");
  }

  @Test
  void selfSigned_whenOnlyTheAuthorityIsTrusted_isRefused() {
    assertThatThrownBy(() -> handshake(authority.selfSigned("localhost"), "localhost"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("unable to find valid certification path");
  }

  @Test
  void issueExpired_isRefusedAsExpired() {
    assertThatThrownBy(() -> handshake(authority.issueExpired("localhost"), "localhost"))
        .isInstanceOf(SSLException.class)
        .hasRootCauseInstanceOf(CertificateExpiredException.class);
  }

  @Test
  void issueNotYetValid_isRefusedAsNotYetValid() {
    assertThatThrownBy(() -> handshake(authority.issueNotYetValid("localhost"), "localhost"))
        .isInstanceOf(SSLException.class)
        .hasRootCauseInstanceOf(CertificateNotYetValidException.class);
  }

  @Test
  void issueForWrongName_isRefusedForTheName() {
    assertThatThrownBy(() -> handshake(authority.issueForWrongName(), "localhost"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("localhost");
  }

  @Test
  void writePem_writesTheAuthoritysCertificate(@TempDir Path directory) throws Exception {
    Path file = authority.writePem(directory);

    byte[] written = Files.readAllBytes(file);
    assertThat(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(written)))
        .isEqualTo(authority.certificate());
  }

  private String handshake(TestCertificate certificate, String name) throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (SSLServerSocket listener =
        (SSLServerSocket)
            certificate.sslContext().getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      CompletableFuture<Void> server = CompletableFuture.runAsync(() -> acceptOne(listener));
      try (SSLSocket client =
          (SSLSocket)
              authority
                  .trustingContext()
                  .getSocketFactory()
                  .createSocket(new Socket(loopback, listener.getLocalPort()), name, 0, true)) {
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        client.startHandshake();
      }
      server.join();
      return "ok";
    }
  }

  private static void acceptOne(SSLServerSocket listener) {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.startHandshake();
    } catch (IOException expectedWhenTheClientRefuses) {
      // The client's own failure is what the tests look at.
    }
  }
}

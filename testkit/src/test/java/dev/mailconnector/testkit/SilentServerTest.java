package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class SilentServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void silentServer_acceptsAndSaysNothing() throws Exception {
    try (SilentServer server = SilentServer.start();
        Socket socket = new Socket(server.host(), server.port())) {
      server.awaitConnectionsOpen(1, LIMIT);
      socket.setSoTimeout(20);

      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      socket.close();
      server.awaitConnectionsOpen(0, LIMIT);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void silentServer_closed_endsItsConnections() throws Exception {
    SilentServer server = SilentServer.start();
    try (Socket socket = new Socket(server.host(), server.port())) {
      server.awaitConnectionsOpen(1, LIMIT);
      server.close();

      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void tlsOnlyServer_shakesHandsAndSaysNothingMore() throws Exception {
    TestAuthority authority = TestAuthority.create();
    try (SilentServer server = SilentServer.startTls(authority.issue());
        SSLSocket socket =
            (SSLSocket)
                authority
                    .trustingContext()
                    .getSocketFactory()
                    .createSocket(server.host(), server.port())) {
      socket.startHandshake();
      socket.setSoTimeout(20);

      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void awaitConnectionsOpen_whenNoneCome_saysSo() {
    try (SilentServer server = SilentServer.start()) {
      assertThatThrownBy(() -> server.awaitConnectionsOpen(2, Duration.ofMillis(1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("2 open connections, found 0");
    }
  }

  @Test
  void deadPort_refusesConnections() {
    try (DeadPort dead = DeadPort.reserve()) {
      assertThatThrownBy(() -> new Socket(dead.host(), dead.port()).close())
          .isInstanceOf(ConnectException.class);
    }
  }
}

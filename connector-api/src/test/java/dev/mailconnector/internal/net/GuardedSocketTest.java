package dev.mailconnector.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.internal.Clocks;
import dev.mailconnector.internal.Deadline;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedSocketTest {
  private static final Deadline LIMIT = Deadline.in(Duration.ofSeconds(10), Clocks.monotonic());

  @Test
  void input_askedForNothing_doesNotWait() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        GuardedSocket client = GuardedSocket.unconnected()) {
      client.open(new InetSocketAddress("127.0.0.1", server.getLocalPort()), LIMIT);

      assertThat(client.getInputStream().read(new byte[8], 3, 0)).isZero();
    }
  }

  /** As the JDK's TLS does when it is closed, and without an end if a skip skips nothing. */
  @ParameterizedTest
  @ValueSource(ints = {2, 100, 2048, 2049, 9000})
  void input_skippedWhileThereIsAny_comesToItsEnd(int arrived) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        GuardedSocket client = GuardedSocket.unconnected()) {
      client.open(new InetSocketAddress("127.0.0.1", server.getLocalPort()), LIMIT);
      try (Socket said = server.accept()) {
        said.getOutputStream().write(new byte[arrived]);
        said.shutdownOutput();
        InputStream in = client.getInputStream();
        assertThat(in.read()).isZero();

        int skipped = 0;
        while (in.available() > 0) {
          long count = in.skip(in.available());
          assertThat(count).isPositive();
          skipped += (int) count;
        }

        assertThat(skipped + in.readAllBytes().length).isEqualTo(arrived - 1);
        assertThat(in.skip(1)).isZero();
        assertThat(in.skip(-1)).isZero();
      }
    }
  }
}

package dev.mailconnector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mailconnector.benchmarks.peer.Letter;
import dev.mailconnector.benchmarks.peer.NodemailerPeer;
import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.testkit.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeersTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final SSLContext SERVER = AUTHORITY.issue(Target.HOST).sslContext();

  static List<Peer> peers() {
    return Peers.JAVA;
  }

  @ParameterizedTest
  @MethodSource("peers")
  void peer_overTlsWithALogin_sendsWhatItSays(Peer peer) throws Exception {
    sendsWhatItSays(peer, true, Letter.large(2));
  }

  @ParameterizedTest
  @MethodSource("peers")
  void peer_overAPlainLine_sendsWhatItSays(Peer peer) throws Exception {
    sendsWhatItSays(peer, false, Letter.small(1));
  }

  @Test
  void nodemailer_whereItIsInstalled_sendsWhatItSays() throws Exception {
    Path modules = Path.of("target/node/node_modules");
    assumeTrue(Files.isDirectory(modules.resolve("nodemailer")), "benchmarks/run fetches it");

    sendsWhatItSays(new NodemailerPeer(modules), true, Letter.large(2));
  }

  private static void sendsWhatItSays(Peer peer, boolean tls, Letter letter) throws Exception {
    try (Sink sink = Sink.open(tls ? SERVER : null, Duration.ZERO, System::nanoTime)) {
      Target target = new Target(sink.port(), tls, AUTHORITY.trustingContext(), 1, letter);
      long sent;
      try (Peer.Fleet fleet = peer.open(target);
          Peer.Worker worker = fleet.worker()) {
        sent = (long) worker.send() + worker.send();
      }
      assertThat(sink.counts().messages()).isEqualTo(sent).isPositive();
      assertThat(sink.counts().errors()).isZero();
    }
  }
}

package dev.mailconnector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.benchmarks.peer.Letter;
import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.RawPeer;
import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.benchmarks.sink.Sink;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TrialTest {

  @Test
  void trial_ofTheRawSocket_countsOneRoundTripAMessage() throws Exception {
    try (Sink sink = Sink.open(null, Duration.ofMillis(1), System::nanoTime)) {
      assertThat(trial(sink).of(RawPeer.ONE).roundTrips()).isEqualTo(1);
    }
  }

  @Test
  void trial_ofASenderThatClaimsTooMuch_fails() throws Exception {
    try (Sink sink = Sink.open(null, Duration.ZERO, System::nanoTime)) {
      assertThatThrownBy(() -> trial(sink).of(peer(() -> 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("messages=0");
    }
  }

  @Test
  void trial_ofASenderThatCannotSend_failsInsteadOfWaiting() throws Exception {
    Peer broken =
        peer(
            () -> {
              throw new IOException("broken");
            });
    try (Sink sink = Sink.open(null, Duration.ZERO, System::nanoTime)) {
      assertThatThrownBy(() -> trial(sink).of(broken)).hasMessageContaining("broken");
    }
  }

  private static Trial trial(Sink sink) throws Exception {
    Target target = new Target(sink.port(), false, SSLContext.getDefault(), 2, Letter.small(1));
    return new Trial(sink, target, Duration.ofMillis(20), System::nanoTime);
  }

  private static Peer peer(Peer.Worker worker) {
    return new Peer() {
      @Override
      public String title() {
        return "stand-in";
      }

      @Override
      public String description() {
        return "stand-in";
      }

      @Override
      public Fleet open(Target target) {
        return () -> worker;
      }
    };
  }
}

package dev.mailconnector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.benchmarks.peer.AngusPeer;
import dev.mailconnector.benchmarks.peer.Letter;
import dev.mailconnector.benchmarks.peer.MailConnectorPeer;
import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.RawPeer;
import dev.mailconnector.benchmarks.peer.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class TrialTest {
  private static final Duration DURATION = Duration.ofMillis(20);
  private static final Place PLACE = Place.create(System::nanoTime);
  private static final Target AIM = new Target(0, false, PLACE.trust(), 2, Letter.small(1));

  static List<Arguments> roundTrips() {
    return List.of(
        Arguments.of(MailConnectorPeer.MESSAGES, 1),
        Arguments.of(MailConnectorPeer.BYTES, 1),
        Arguments.of(MailConnectorPeer.PIPELINED, 2),
        Arguments.of(AngusPeer.REUSED, 4),
        Arguments.of(RawPeer.ONE, 1));
  }

  @ParameterizedTest
  @MethodSource("roundTrips")
  void trial_countsTheRoundTripsOfAMessage(Peer peer, int roundTrips) throws Exception {
    assertThat(trial(Duration.ofMillis(2)).of(peer).roundTrips()).isEqualTo(roundTrips);
  }

  @Test
  void trial_ofASenderThatClaimsTooMuch_fails() {
    assertThatThrownBy(() -> trial(Duration.ZERO).of(peer(() -> 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("messages=0");
  }

  @Test
  void trial_ofASenderThatCannotSend_failsInsteadOfWaiting() {
    Peer broken =
        peer(
            () -> {
              throw new IOException("broken");
            });

    assertThatThrownBy(() -> trial(Duration.ZERO).of(broken)).hasMessageContaining("broken");
  }

  @Test
  void trial_ofASenderThatHangs_isGivenUp() throws Exception {
    CountDownLatch given = new CountDownLatch(1);
    Peer hanging =
        peer(
            () -> {
              try {
                new CountDownLatch(1).await();
                return 1;
              } finally {
                given.countDown();
              }
            });
    Trial trial = new Trial(PLACE, AIM, Duration.ZERO, DURATION, Duration.ofMillis(50));

    assertThatThrownBy(() -> trial.of(hanging)).isInstanceOf(GivenUpException.class);
    assertThat(given.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private static Trial trial(Duration roundTrip) {
    return new Trial(PLACE, AIM, roundTrip, DURATION, Duration.ofSeconds(20));
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

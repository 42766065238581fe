package dev.mailconnector.internal.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who may log in after a login that came to no answer. */
class LoginPauseTest {
  private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
  private final LoginPause pause = new LoginPause(clock::nanoTime);

  private void fail(boolean probe) {
    fail(probe, false);
  }

  private void fail(boolean probe, boolean perhapsRefused) {
    pause.failed(
        probe,
        perhapsRefused,
        after ->
            new ConnectionFailedException(
                FailureDetail.of(Stage.AUTH, "454 busy", Advice.RETRY_LATER, "Wait.")
                    .withRetryAfter(after)));
  }

  private void assertClosed() {
    assertThatThrownBy(pause::enter)
        .isInstanceOf(ConnectionFailedException.class)
        .hasMessageContaining("454 busy");
  }

  @Test
  void failure_closesForASecond_thenLetsOneIn() {
    fail(false);
    assertClosed();

    clock.advance(Duration.ofSeconds(1));

    assertThat(pause.enter()).isTrue();
    assertClosed();
    pause.abandon();
    assertThat(pause.enter()).isTrue();
    pause.succeeded();
    assertThat(pause.enter()).isFalse();
  }

  @Test
  void pause_doublesUpToAMinute_andOnlyByProbes() {
    fail(false);
    fail(false);
    long[] seconds = {1, 2, 4, 8, 16, 32, 60, 60};
    for (long length : seconds) {
      clock.advance(Duration.ofSeconds(length).minusNanos(1));
      assertClosed();
      clock.advance(Duration.ofNanos(1));
      assertThat(pause.enter()).isTrue();
      fail(true);
    }
  }

  @Test
  void pauseAfterAPasswordWithoutAWord_growsSixteenfold_upTo16Minutes() {
    fail(false, true);
    long[] seconds = {1, 16, 256, 960, 960};
    for (long length : seconds) {
      clock.advance(Duration.ofSeconds(length).minusNanos(1));
      assertClosed();
      clock.advance(Duration.ofNanos(1));
      assertThat(pause.enter()).isTrue();
      fail(true, true);
    }
  }
}

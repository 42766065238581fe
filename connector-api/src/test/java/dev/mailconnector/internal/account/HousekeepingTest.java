package dev.mailconnector.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Lab;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.SettableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The chore of an account is done as long as there is one. */
class HousekeepingTest {
  private final ManualScheduler scheduler =
      new ManualScheduler(SettableClock.at("2026-11-22T00:00:00Z"));
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void choreThatFails_isDoneAgainAMinuteLater() {
    Housekeeping house =
        new Housekeeping(
            "robot",
            scheduler,
            scheduler.clock()::nanoTime,
            () -> {
              if (done.incrementAndGet() == 1) {
                throw new IllegalStateException("the executor is full");
              }
              return null;
            });
    try (Lab.SilentLog silent = Lab.silence()) {
      house.begin();
      scheduler.advance(Duration.ofSeconds(59));
      assertThat(done).hasValue(1);

      scheduler.advance(Duration.ofSeconds(2));

      assertThat(done).hasValue(2);
      assertThat(scheduler.pending()).isZero();
    }
  }
}

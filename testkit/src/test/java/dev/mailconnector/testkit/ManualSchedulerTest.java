package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualSchedulerTest {
  private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final List<String> ran = new ArrayList<>();

  @Test
  void advance_runsWhatIsDueInOrderAtItsTime() {
    scheduler.schedule(() -> note("late"), 3, TimeUnit.SECONDS);
    scheduler.schedule(() -> note("early"), 1, TimeUnit.SECONDS);
    scheduler.schedule(() -> note("later still"), 9, TimeUnit.SECONDS);

    assertThat(scheduler.advance(Duration.ofSeconds(5))).isEqualTo(2);

    assertThat(ran).containsExactly("early at 1", "late at 3");
    assertThat(clock.nanoTime()).isEqualTo(Duration.ofSeconds(5).toNanos());
    assertThat(scheduler.nextDue()).contains(Duration.ofSeconds(4));
    assertThat(scheduler.pending()).isEqualTo(1);
  }

  @Test
  void advance_whenATaskSchedulesAnother_runsItInTheSameAdvance() {
    scheduler.schedule(
        () -> {
          note("first");
          scheduler.schedule(() -> note("second"), 1, TimeUnit.SECONDS);
        },
        1,
        TimeUnit.SECONDS);

    scheduler.advance(Duration.ofSeconds(2));

    assertThat(ran).containsExactly("first at 1", "second at 2");
  }

  @Test
  void execute_runsOnTheTestsThreadWhenTold() {
    Thread me = Thread.currentThread();
    scheduler.execute(() -> ran.add(Thread.currentThread() == me ? "mine" : "other"));
    assertThat(ran).isEmpty();

    assertThat(scheduler.runDue()).isEqualTo(1);

    assertThat(ran).containsExactly("mine");
  }

  @Test
  void execute_whenTheTaskThrows_throwsFromAdvance() {
    scheduler.execute(
        () -> {
          throw new IllegalStateException("broken");
        });

    assertThatThrownBy(scheduler::runDue).hasMessage("broken");
  }

  @Test
  void submit_whenTheTaskThrows_keepsItInTheFuture() {
    Future<?> future =
        scheduler.schedule(
            () -> {
              throw new IllegalStateException("broken");
            },
            0,
            TimeUnit.SECONDS);
    scheduler.runDue();

    assertThatThrownBy(future::get).hasRootCauseMessage("broken");
  }

  @Test
  void scheduleAtFixedRate_runsAtEveryPeriodUntilCancelled() {
    ScheduledFuture<?> future =
        scheduler.scheduleAtFixedRate(() -> note("beat"), 1, 2, TimeUnit.SECONDS);
    scheduler.advance(Duration.ofSeconds(4));
    assertThat(future.getDelay(TimeUnit.SECONDS)).isEqualTo(1);
    future.cancel(false);
    scheduler.advance(Duration.ofSeconds(10));

    assertThat(ran).containsExactly("beat at 1", "beat at 3");
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void scheduleWithFixedDelay_countsFromTheEndOfARun() {
    scheduler.scheduleWithFixedDelay(
        () -> {
          note("run");
          clock.advance(Duration.ofSeconds(1));
        },
        0,
        2,
        TimeUnit.SECONDS);
    scheduler.advance(Duration.ofSeconds(4));

    assertThat(ran).containsExactly("run at 0", "run at 3");
  }

  @Test
  void shutdown_dropsRepeatedTasksAndRefusesNewOnes() {
    scheduler.scheduleAtFixedRate(() -> note("beat"), 1, 1, TimeUnit.SECONDS);
    scheduler.schedule(() -> note("last"), 2, TimeUnit.SECONDS);
    scheduler.shutdown();
    assertThat(scheduler.isTerminated()).isFalse();

    scheduler.advance(Duration.ofSeconds(3));

    assertThat(ran).containsExactly("last at 2");
    assertThat(scheduler.isTerminated()).isTrue();
    assertThatThrownBy(() -> scheduler.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private void note(String what) {
    ran.add(what + " at " + TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime()));
  }
}

package dev.mailconnector;

import dev.mailconnector.testkit.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The openings and good-byes of a connector on a hand-driven clock, counted, so that the clock can
 * stand still while they go on. They have limits by that clock, and what they do depends on the
 * moment; no clock of a machine is as quick as a test's.
 */
final class Background implements UnaryOperator<Executor> {
  private final AtomicInteger underWay = new AtomicInteger();

  @Override
  public Executor apply(Executor crew) {
    return task -> {
      underWay.incrementAndGet();
      boolean taken = false;
      try {
        crew.execute(() -> run(task));
        taken = true;
      } finally {
        if (!taken) {
          underWay.decrementAndGet();
        }
      }
    };
  }

  private void run(Runnable task) {
    try {
      task.run();
    } finally {
      underWay.decrementAndGet();
    }
  }

  /** Waits until all that was begun is done, and has set the timers that it sets. */
  void rest() {
    Lab.until(() -> underWay.get() == 0);
  }

  /**
   * Time passes from timer to timer, and stands still while the background works, until it is so.
   *
   * @return whether it came true within this time
   */
  boolean live(ManualScheduler scheduler, Duration most, BooleanSupplier over) {
    long end = scheduler.clock().nanoTime() + most.toNanos();
    scheduler.runDue();
    rest();
    while (!over.getAsBoolean()) {
      Duration left = Duration.ofNanos(end - scheduler.clock().nanoTime());
      Duration next = scheduler.nextDue().filter(due -> due.compareTo(left) < 0).orElse(left);
      boolean done = scheduler.advance(next) == 0 && left.isZero();
      rest();
      if (done) {
        return over.getAsBoolean();
      }
    }
    return true;
  }
}

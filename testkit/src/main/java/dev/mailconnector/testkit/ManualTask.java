package dev.mailconnector.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A task of a {@link ManualScheduler}. */
final class ManualTask<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
  private final ManualScheduler scheduler;
  private final long period;
  private final boolean fixedRate;
  private final boolean throwing;
  private long due;
  private long number;

  private ManualTask(
      ManualScheduler scheduler,
      Callable<V> work,
      long due,
      long period,
      boolean fixedRate,
      boolean throwing) {
    super(work);
    this.scheduler = scheduler;
    this.due = due;
    this.period = period;
    this.fixedRate = fixedRate;
    this.throwing = throwing;
  }

  static <V> ManualTask<V> once(
      ManualScheduler scheduler, Callable<V> work, long due, boolean throwing) {
    return new ManualTask<>(scheduler, work, due, 0, false, throwing);
  }

  static ManualTask<Boolean> repeated(
      ManualScheduler scheduler, Runnable work, long due, long period, boolean fixedRate) {
    if (period <= 0) {
      throw new IllegalArgumentException("A period is longer than nothing");
    }
    return new ManualTask<>(
        scheduler,
        () -> {
          work.run();
          return true;
        },
        due,
        period,
        fixedRate,
        false);
  }

  long due() {
    return due;
  }

  void number(long arrival) {
    number = arrival;
  }

  @Override
  public void run() {
    if (isPeriodic()) {
      if (runAndReset()) {
        due = (fixedRate ? due : scheduler.clock().nanoTime()) + period;
        scheduler.again(this);
      }
      return;
    }
    super.run();
    if (throwing) {
      rethrow();
    }
  }

  @Override
  public boolean isPeriodic() {
    return period > 0;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    scheduler.drop(this);
    return cancelled;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(due - scheduler.clock().nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    ManualTask<?> task = (ManualTask<?>) other;
    return due == task.due ? Long.compare(number, task.number) : Long.compare(due, task.due);
  }

  private void rethrow() {
    try {
      get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }
}

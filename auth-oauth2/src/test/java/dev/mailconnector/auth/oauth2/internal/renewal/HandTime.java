package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two clocks and a scheduler that stand still until a test moves them; timers ring on the way, in
 * order.
 */
final class HandTime extends AbstractExecutorService implements ScheduledExecutorService {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final AtomicLong millis =
      new AtomicLong(Instant.parse("2026-11-22T00:00:00Z").toEpochMilli());
  private final PriorityBlockingQueue<Timer> timers =
      new PriorityBlockingQueue<>(11, new SoonestFirst());
  private volatile boolean shutDown;

  final Ticker ticker = nanos::get;
  final InstantSource clock =
      new InstantSource() {
        @Override
        public Instant instant() {
          return Instant.ofEpochMilli(millis.get());
        }

        @Override
        public long millis() {
          return millis.get();
        }
      };

  /** Moves both clocks on; every timer that comes due rings at its own moment. */
  void advance(Duration duration) {
    long target = nanos.get() + duration.toNanos();
    for (Timer next = timers.peek(); next != null && next.at - target <= 0; next = timers.peek()) {
      timers.remove(next);
      step(next.at);
      next.run();
    }
    step(target);
  }

  /** Moves the calendar only, as a person or a time server does. */
  void jumpCalendar(Duration duration) {
    millis.addAndGet(duration.toMillis());
  }

  int pendingTimers() {
    return timers.size();
  }

  private void step(long target) {
    long delta = Math.max(0, target - nanos.get());
    nanos.addAndGet(delta);
    millis.addAndGet(TimeUnit.NANOSECONDS.toMillis(delta));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    if (shutDown) {
      throw new RejectedExecutionException("shut down");
    }
    Timer timer = new Timer(command, nanos.get() + unit.toNanos(delay));
    timers.add(timer);
    return timer;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {
    shutDown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutDown = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutDown;
  }

  @Override
  public boolean isTerminated() {
    return shutDown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shutDown;
  }

  @Override
  public void execute(Runnable command) {
    throw new UnsupportedOperationException();
  }

  /** Not a lambda of the JDK's, so that Lincheck may look into it. */
  private final class SoonestFirst implements Comparator<Timer> {
    @Override
    public int compare(Timer one, Timer other) {
      return Long.compare(one.at - nanos.get(), other.at - nanos.get());
    }
  }

  private final class Timer extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final long at;

    Timer(Runnable command, long at) {
      super(command, null);
      this.at = at;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      timers.remove(this);
      return super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - nanos.get(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}

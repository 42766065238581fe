package dev.mailconnector.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An executor and scheduler without threads: what is due runs when the test says so, on the test's
 * own thread, in order of time and, at equal times, of arrival.
 *
 * <pre>{@code
 * SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
 * ManualScheduler scheduler = new ManualScheduler(clock);
 * // hand both to the code under test
 * scheduler.advance(Duration.ofMinutes(50));
 * }</pre>
 *
 * <p>Any thread may hand in tasks; {@link #advance} and {@link #runDue} are for one thread at a
 * time. An exception of a task given to {@link #execute} comes out of {@code advance}; of others it
 * is kept in their future. {@code invokeAll} and {@code invokeAny} would wait for ever and are
 * refused.
 */
public final class ManualScheduler extends AbstractExecutorService
    implements ScheduledExecutorService {
  private final SettableClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableSet<ManualTask<?>> queue = new TreeSet<>();
  private long sequence;
  private boolean shutdown;

  /** A scheduler that goes by this clock and moves it. */
  public ManualScheduler(SettableClock clock) {
    this.clock = clock;
  }

  /** The clock this scheduler moves. */
  public SettableClock clock() {
    return clock;
  }

  /**
   * Moves the clock on and runs what falls due on the way, each task at its time.
   *
   * @return how many tasks ran
   */
  public int advance(Duration duration) {
    long end = clock.nanoTime() + duration.toNanos();
    int ran = 0;
    ManualTask<?> task = takeDue(end);
    while (task != null) {
      moveTo(task.due());
      task.run();
      ran++;
      task = takeDue(end);
    }
    moveTo(end);
    return ran;
  }

  /** Runs what is due now, and what that makes due now. */
  public int runDue() {
    return advance(Duration.ZERO);
  }

  /** How many tasks wait, due or not. */
  public int pending() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** How long until the next task is due; empty if none waits. */
  public Optional<Duration> nextDue() {
    lock.lock();
    try {
      if (queue.isEmpty()) {
        return Optional.empty();
      }
      long left = queue.first().due() - clock.nanoTime();
      return Optional.of(Duration.ofNanos(Math.max(0, left)));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void execute(Runnable command) {
    add(
        ManualTask.once(
            this,
            () -> {
              command.run();
              return null;
            },
            clock.nanoTime(),
            true));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(
        () -> {
          command.run();
          return null;
        },
        delay,
        unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return add(ManualTask.once(this, callable, dueIn(delay, unit), false));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return add(
        ManualTask.repeated(this, command, dueIn(initialDelay, unit), unit.toNanos(period), true));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return add(
        ManualTask.repeated(this, command, dueIn(initialDelay, unit), unit.toNanos(delay), false));
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) {
    throw new UnsupportedOperationException("Nobody could run the tasks while invokeAll waits");
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks) {
    throw new UnsupportedOperationException("Nobody could run the tasks while invokeAny waits");
  }

  /** Takes no more tasks and drops repeated ones; others still run when they are due. */
  @Override
  public void shutdown() {
    lock.lock();
    try {
      shutdown = true;
      queue.removeIf(ManualTask::isPeriodic);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    lock.lock();
    try {
      shutdown = true;
      List<Runnable> dropped = new ArrayList<>(queue);
      queue.clear();
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isShutdown() {
    lock.lock();
    try {
      return shutdown;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isTerminated() {
    lock.lock();
    try {
      return shutdown && queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Does not wait: nothing would happen meanwhile. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isTerminated();
  }

  void again(ManualTask<?> task) {
    lock.lock();
    try {
      if (!shutdown) {
        queue.add(task);
      }
    } finally {
      lock.unlock();
    }
  }

  void drop(ManualTask<?> task) {
    lock.lock();
    try {
      queue.remove(task);
    } finally {
      lock.unlock();
    }
  }

  private <V> ManualTask<V> add(ManualTask<V> task) {
    lock.lock();
    try {
      if (shutdown) {
        throw new RejectedExecutionException("The scheduler is shut down");
      }
      task.number(sequence++);
      queue.add(task);
      return task;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable ManualTask<?> takeDue(long end) {
    lock.lock();
    try {
      return !queue.isEmpty() && queue.first().due() <= end ? queue.pollFirst() : null;
    } finally {
      lock.unlock();
    }
  }

  private void moveTo(long nanos) {
    clock.advance(Duration.ofNanos(Math.max(0, nanos - clock.nanoTime())));
  }

  private long dueIn(long delay, TimeUnit unit) {
    return clock.nanoTime() + Math.max(0, unit.toNanos(delay));
  }
}

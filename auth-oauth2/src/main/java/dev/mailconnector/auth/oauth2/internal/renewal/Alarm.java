package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.spi.Ticker;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of an account. Settings may come in any order from any thread; the one with the
 * highest version stands.
 */
final class Alarm {
  private final ReentrantLock lock = new ReentrantLock();
  private final ScheduledExecutorService scheduler;
  private final Ticker ticker;
  private final Runnable task;

  // Guarded by the lock.
  private @Nullable ScheduledFuture<?> timer;
  private long version;

  Alarm(ScheduledExecutorService scheduler, Ticker ticker, Runnable task) {
    this.scheduler = scheduler;
    this.ticker = ticker;
    this.task = task;
  }

  /** When to ring, by the monotonic clock; {@code on} is false for not at all. */
  record Setting(long version, boolean on, long at) {
    static Setting at(long version, long at) {
      return new Setting(version, true, at);
    }

    static Setting off(long version) {
      return new Setting(version, false, 0);
    }
  }

  /**
   * Replaces the timer. A scheduler that has been shut down is no error: without a timer, tokens
   * are renewed when somebody asks for them.
   */
  void set(Setting setting) {
    lock.lock();
    try {
      if (setting.version() <= version) {
        return;
      }
      version = setting.version();
      if (timer != null) {
        timer.cancel(false);
        timer = null;
      }
      if (setting.on()) {
        long delay = Math.max(0, setting.at() - ticker.nanos());
        timer = scheduler.schedule(task, delay, TimeUnit.NANOSECONDS);
      }
    } catch (RejectedExecutionException shutDown) {
      timer = null;
    } finally {
      lock.unlock();
    }
  }
}

package dev.mailconnector.internal.account;

import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a chore of an account when it is due, as long as there is one. One timer, set to the
 * earliest moment that anybody asked for. Thread-safe.
 */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration LONGEST_REST = Duration.ofHours(1);
  private static final Duration AFTER_FAULT = Duration.ofMinutes(1);

  private final String account;
  private final ScheduledExecutorService scheduler;
  private final Ticker ticker;
  private final Supplier<@Nullable Duration> chore;
  private final ReentrantLock lock = new ReentrantLock();

  /** Written under the lock, read without it. */
  private volatile @Nullable Future<?> timer;

  // Guarded by the lock.
  private long due;
  private boolean over;

  /**
   * Nothing is due yet.
   *
   * @param account whose chore it is
   * @param chore does what is due and tells how long until it is again, or null if nothing will be
   */
  Housekeeping(
      String account,
      ScheduledExecutorService scheduler,
      Ticker ticker,
      Supplier<@Nullable Duration> chore) {
    this.account = account;
    this.scheduler = scheduler;
    this.ticker = ticker;
    this.chore = chore;
  }

  /** There may be something to do from now on. On the way of every send: one volatile read. */
  void begin() {
    if (timer == null) {
      within(Duration.ZERO);
    }
  }

  /** There may be something to do right now. */
  void now() {
    within(Duration.ZERO);
  }

  private void within(Duration delay) {
    lock.lock();
    try {
      long moment = ticker.nanos() + delay.toNanos();
      Future<?> before = timer;
      if (over || (before != null && due - moment <= 0)) {
        return;
      }
      if (before != null) {
        before.cancel(false);
      }
      due = moment;
      timer = scheduler.schedule(this::work, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The connector is closing, and this account with it.
      timer = null;
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    lock.lock();
    try {
      if (over) {
        return;
      }
      timer = null;
    } finally {
      lock.unlock();
    }
    Duration next = done();
    if (next != null) {
      within(next.compareTo(LONGEST_REST) < 0 ? next : LONGEST_REST);
    }
  }

  private @Nullable Duration done() {
    try {
      return chore.get();
    } catch (RuntimeException e) {
      LOG.warn("{}: looking after the connections failed; again in a minute", account, e);
      return AFTER_FAULT;
    }
  }

  /** Never again: a timer of the application's would hold the account until it is due. */
  void end() {
    lock.lock();
    try {
      over = true;
      Future<?> last = timer;
      if (last != null) {
        last.cancel(false);
      }
    } finally {
      lock.unlock();
    }
  }
}

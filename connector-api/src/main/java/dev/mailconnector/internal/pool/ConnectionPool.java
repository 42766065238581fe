package dev.mailconnector.internal.pool;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.pool.Retirement.Reason;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one account: first come, first served among those who wait, last in, first out
 * among those at rest, so that hot connections stay warm and cold ones run out.
 *
 * <p>Invariant: connections held + connections at rest never exceed the cap. It holds because a
 * connection is put to rest <em>before</em> its permit is released, and a borrower looks for one at
 * rest <em>before</em> it opens one. No lock is held during I/O; good-byes are said on the workers.
 */
public final class ConnectionPool<C extends PooledConnection> {
  private static final Duration REST_TO_CHECK = Duration.ofSeconds(15);
  private static final Duration REST_TO_LOOK = Duration.ofSeconds(1);

  private final PoolSettings settings;
  private final Retirement retirement;
  private final Opener<C> opener;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final Executor workers;
  private final PoolListener listener;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<PoolEntry<C>> idle = new ConcurrentLinkedDeque<>();
  private final Set<PoolEntry<C>> leased = ConcurrentHashMap.newKeySet();
  private final AtomicLong retiredGeneration = new AtomicLong();
  private final AtomicInteger epoch = new AtomicInteger();
  private volatile boolean closed;

  /** Opens a connection; called with a permit and without any lock. */
  @FunctionalInterface
  public interface Opener<C extends PooledConnection> {
    /** A connection that is ready for use, within the deadline. */
    C open(Deadline deadline);
  }

  /** A pool without connections. */
  public ConnectionPool(
      PoolSettings settings,
      Opener<C> opener,
      Ticker ticker,
      RandomGenerator random,
      Executor workers,
      PoolListener listener) {
    this.settings = settings;
    this.retirement = new Retirement(settings);
    this.opener = opener;
    this.ticker = ticker;
    this.random = random;
    this.workers = workers;
    this.listener = listener;
    this.permits = new Semaphore(settings.maxConnections(), true);
  }

  /**
   * A connection for exclusive use.
   *
   * @param wait how long to wait for a permit
   * @param deadline by when a new connection must stand, if one must be opened
   * @param fresh whether it must be a new one
   * @throws PoolTimeoutException if none came free in time, or the thread was interrupted
   * @throws PoolClosedException if the pool is closed
   */
  public Lease<C> borrow(Deadline wait, Deadline deadline, boolean fresh)
      throws PoolTimeoutException, PoolClosedException {
    acquire(wait);
    boolean leasedOut = false;
    try {
      PoolEntry<C> entry = fresh ? null : takeIdle();
      boolean reused = entry != null;
      if (entry == null) {
        entry = open(deadline, fresh);
      }
      leased.add(entry);
      if (closed) {
        // close() may have looked at the leases just before this one was added.
        leased.remove(entry);
        retire(entry, Reason.SHUTDOWN, false);
        throw new PoolClosedException();
      }
      leasedOut = true;
      return new Lease<>(this, entry, reused);
    } finally {
      if (!leasedOut) {
        permits.release();
      }
    }
  }

  private void acquire(Deadline wait) throws PoolTimeoutException, PoolClosedException {
    try {
      if (!permits.tryAcquire(Math.max(0, wait.remainingNanos()), TimeUnit.NANOSECONDS)) {
        throw new PoolTimeoutException(snapshot(), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PoolTimeoutException(snapshot(), e);
    }
    if (closed) {
      permits.release();
      throw new PoolClosedException();
    }
  }

  private @Nullable PoolEntry<C> takeIdle() {
    for (PoolEntry<C> entry = idle.pollFirst(); entry != null; entry = idle.pollFirst()) {
      long now = ticker.nanos();
      Reason reason = retirement.reason(entry, now, retiredGeneration.get(), epoch.get());
      if (reason == null) {
        long rest = now - entry.restingSince();
        boolean alive =
            rest < REST_TO_LOOK.toNanos()
                || (!entry.connection().isStale()
                    && (rest < REST_TO_CHECK.toNanos() || entry.connection().check()));
        if (alive) {
          return entry;
        }
        reason = Reason.FAULT;
      }
      retire(entry, reason, reason != Reason.FAULT);
    }
    return null;
  }

  private PoolEntry<C> open(Deadline deadline, boolean fresh) throws PoolClosedException {
    if (fresh) {
      // The cap counts connections at rest too, so the new one takes the place of one of those.
      PoolEntry<C> old = idle.pollLast();
      if (old != null) {
        retire(old, Reason.FAULT, false);
      }
    }
    int openedIn = epoch.get();
    C connection = opener.open(deadline);
    long now = ticker.nanos();
    return new PoolEntry<>(connection, openedIn, now, now + retirement.lifetime(random).toNanos());
  }

  void giveBack(PoolEntry<C> entry, boolean reusable) {
    try {
      leased.remove(entry);
      long now = ticker.nanos();
      entry.rests(now);
      Reason reason =
          reusable
              ? retirement.reason(entry, now, retiredGeneration.get(), epoch.get())
              : Reason.FAULT;
      if (reason == null && closed) {
        reason = Reason.SHUTDOWN;
      }
      if (reason != null) {
        retire(entry, reason, reusable);
        return;
      }
      idle.addFirst(entry);
      if (closed && idle.remove(entry)) {
        // close() may have emptied the stack just before this one was put there.
        retire(entry, Reason.SHUTDOWN, true);
      }
    } finally {
      permits.release();
    }
  }

  private void retire(PoolEntry<C> entry, Reason reason, boolean politely) {
    listener.closed(entry.connection().id(), reason.word());
    if (politely) {
      try {
        workers.execute(entry.connection()::quit);
        return;
      } catch (RejectedExecutionException e) {
        // The connector is closing: no time for good-byes.
      }
    }
    entry.connection().abort();
  }

  /** Connections opened with credentials up to this generation carry no further message. */
  public void retireGeneration(long generation) {
    retiredGeneration.accumulateAndGet(generation, Math::max);
  }

  /** No connection that is open now carries a further message. */
  public void evictAll() {
    epoch.incrementAndGet();
  }

  /**
   * Retires connections at rest that must go.
   *
   * @return how long until there may be something to do again, or null if nothing is at rest
   */
  public @Nullable Duration tidy() {
    long now = ticker.nanos();
    long next = Long.MAX_VALUE;
    for (Iterator<PoolEntry<C>> entries = idle.iterator(); entries.hasNext(); ) {
      PoolEntry<C> entry = entries.next();
      Reason reason = retirement.reason(entry, now, retiredGeneration.get(), epoch.get());
      if (reason == null) {
        next = Math.min(next, retirement.nextCheck(entry) - now);
      } else if (idle.removeFirstOccurrence(entry)) {
        retire(entry, reason, true);
      }
    }
    return next == Long.MAX_VALUE ? null : Duration.ofNanos(next);
  }

  /** How full it is now. */
  public PoolSnapshot snapshot() {
    return new PoolSnapshot(
        settings.maxConnections(),
        settings.maxConnections() - Math.min(settings.maxConnections(), permits.availablePermits()),
        idle.size(),
        permits.getQueueLength());
  }

  /**
   * Closes it: nobody may borrow any more, connections at rest say good-bye, those in use may
   * finish until the deadline and are aborted then. Idempotent.
   */
  public void close(Deadline grace) {
    closed = true;
    for (PoolEntry<C> entry = idle.pollFirst(); entry != null; entry = idle.pollFirst()) {
      retire(entry, Reason.SHUTDOWN, true);
    }
    boolean drained = false;
    try {
      drained =
          permits.tryAcquire(
              settings.maxConnections(), Math.max(0, grace.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!drained) {
      leased.forEach(entry -> entry.connection().abort());
    }
    // Whoever still waits, or comes later, gets a permit, sees that the pool is closed, and passes
    // the permit on.
    permits.release(settings.maxConnections());
  }
}

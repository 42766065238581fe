package dev.mailconnector.internal.pool;

import dev.mailconnector.event.ConnectorEvent.CloseReason;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.pool.Retirement.Refusals;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one account: first come, first served among those who wait, last in, first out
 * among those at rest, so that hot connections stay warm and cold ones run out.
 *
 * <p>Invariant: connections that are open (in use, at rest, being opened, saying good-bye) never
 * exceed the cap. Each has a permit of its own or is at rest, and nobody opens one who has not just
 * seen, with a permit in hand, that none is at rest: then all others have permits too. Hence a
 * connection is put to rest <em>before</em> its permit is released, a borrower looks for one at
 * rest <em>before</em> it opens one, and a good-bye keeps its permit until the line is down. No
 * lock is held during I/O; good-byes are said on the workers.
 */
public final class ConnectionPool<C extends PooledConnection> {
  private static final Duration REST_TO_CHECK = Duration.ofSeconds(15);
  private static final Duration UNTIL_LESS_BUSY = Duration.ofSeconds(1);

  /** More than there can be waiters. */
  private static final int FOR_EVERYBODY = 1 << 30;

  private final PoolSettings settings;
  private final Retirement retirement;
  private final Opener<C> opener;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final Executor workers;
  private final PoolListener listener;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<PoolEntry<C>> idle = new ConcurrentLinkedDeque<>();

  /** What is open and not at rest, so that it can be aborted when the pool ends. */
  private final Set<PoolEntry<C>> away = ConcurrentHashMap.newKeySet();

  /** How many permits are taken; a closed pool is drained when there are none. */
  private final AtomicInteger busy = new AtomicInteger();

  private final AtomicReference<Refusals> refusals = new AtomicReference<>(new Refusals(0, 0));
  private final AtomicInteger epoch = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean ended;

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
    boolean leased = false;
    try {
      PoolEntry<C> entry = fresh ? null : takeIdle();
      boolean reused = entry != null;
      if (entry == null) {
        entry = open(deadline, fresh);
      }
      leased = true;
      return new Lease<>(this, entry, reused);
    } finally {
      if (!leased) {
        leave();
      }
    }
  }

  private void acquire(Deadline wait) throws PoolTimeoutException, PoolClosedException {
    requireOpen();
    try {
      if (!permits.tryAcquire(Math.max(0, wait.remainingNanos()), TimeUnit.NANOSECONDS)) {
        requireOpen();
        throw new PoolTimeoutException(snapshot(), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PoolTimeoutException(snapshot(), e);
    }
    busy.incrementAndGet();
    if (closed.get()) {
      leave();
      throw new PoolClosedException();
    }
  }

  private void requireOpen() throws PoolClosedException {
    if (closed.get()) {
      throw new PoolClosedException();
    }
  }

  private void leave() {
    permits.release();
    countOff();
  }

  private void countOff() {
    if (busy.decrementAndGet() == 0 && closed.get()) {
      drained.complete(null);
    }
  }

  private @Nullable PoolEntry<C> takeIdle() throws PoolClosedException {
    for (PoolEntry<C> entry = idle.pollFirst(); entry != null; entry = idle.pollFirst()) {
      enlist(entry);
      CloseReason reason;
      try {
        reason = inspect(entry);
      } catch (RuntimeException e) {
        drop(entry, CloseReason.FAULT);
        throw e;
      }
      if (reason == null) {
        return entry;
      }
      if (reason == CloseReason.FAULT) {
        drop(entry, reason);
      } else if (permits.tryAcquire()) {
        busy.incrementAndGet();
        sayGoodbye(entry, reason);
      } else {
        // At the cap: its successor may come only once it has gone.
        listener.closed(entry.connection().id(), reason);
        entry.connection().quit();
        away.remove(entry);
      }
    }
    return null;
  }

  /** Why this connection, which was at rest, cannot be used; null if it can. */
  private @Nullable CloseReason inspect(PoolEntry<C> entry) {
    long now = ticker.nanos();
    CloseReason reason = reasonToGo(entry, now);
    if (reason != null) {
      return reason;
    }
    long rest = now - entry.restingSince();
    boolean alive =
        !entry.connection().isStale()
            && (rest < REST_TO_CHECK.toNanos() || entry.connection().check());
    return alive ? null : CloseReason.FAULT;
  }

  private @Nullable CloseReason reasonToGo(PoolEntry<C> entry, long now) {
    return retirement.reason(entry, now, refusals(), epoch.get());
  }

  private Refusals refusals() {
    return Objects.requireNonNull(refusals.get());
  }

  private PoolEntry<C> open(Deadline deadline, boolean fresh) throws PoolClosedException {
    if (fresh) {
      // The cap counts connections at rest too, so the new one takes the place of one of those.
      PoolEntry<C> old = idle.pollLast();
      if (old != null) {
        drop(old, CloseReason.REPLACED);
      }
    }
    // What was at rest may be gone because close() took it, and still be saying good-bye.
    requireOpen();
    int openedIn = epoch.get();
    int refusalsBefore = refusals().count();
    C connection = opener.open(deadline);
    long now = ticker.nanos();
    long endOfLife = now + retirement.lifetime(random).toNanos();
    PoolEntry<C> entry = new PoolEntry<>(connection, openedIn, refusalsBefore, now, endOfLife);
    enlist(entry);
    return entry;
  }

  /** From here on close() sees it; if close() has been before, it ends here. */
  private void enlist(PoolEntry<C> entry) throws PoolClosedException {
    away.add(entry);
    if (closed.get()) {
      drop(entry, CloseReason.SHUTDOWN);
      throw new PoolClosedException();
    }
  }

  /** Whether this connection must go, or (if so asked) somebody waits for one. */
  boolean wants(PoolEntry<C> entry, boolean forOthers) {
    return closed.get()
        || reasonToGo(entry, ticker.nanos()) != null
        || (forOthers && permits.hasQueuedThreads());
  }

  void giveBack(PoolEntry<C> entry, boolean reusable) {
    long now = ticker.nanos();
    entry.rests(now);
    if (!reusable) {
      drop(entry, CloseReason.FAULT);
      leave();
      return;
    }
    CloseReason reason = closed.get() ? CloseReason.SHUTDOWN : reasonToGo(entry, now);
    if (reason != null) {
      sayGoodbye(entry, reason);
      return;
    }
    away.remove(entry);
    idle.addFirst(entry);
    if (closed.get() && idle.removeFirstOccurrence(entry)) {
      // close() may have emptied the stack just before this one was put there.
      away.add(entry);
      sayGoodbye(entry, CloseReason.SHUTDOWN);
      return;
    }
    leave();
  }

  /** Closes a connection that is away, and then gives up the permit it has. */
  private void sayGoodbye(PoolEntry<C> entry, CloseReason reason) {
    listener.closed(entry.connection().id(), reason);
    if (!ended) {
      try {
        workers.execute(() -> quit(entry));
        return;
      } catch (RejectedExecutionException e) {
        // The connector is closing: no time for good-byes.
      }
    }
    away.remove(entry);
    entry.connection().abort();
    leave();
  }

  private void quit(PoolEntry<C> entry) {
    try {
      entry.connection().quit();
    } finally {
      away.remove(entry);
      leave();
    }
  }

  private void drop(PoolEntry<C> entry, CloseReason reason) {
    listener.closed(entry.connection().id(), reason);
    entry.connection().abort();
    away.remove(entry);
  }

  /**
   * Connections opened until now with credentials up to this generation carry no further message.
   */
  public void retireGeneration(long generation) {
    refusals.updateAndGet(
        before -> new Refusals(Math.max(before.generation(), generation), before.count() + 1));
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
    long wait = Long.MAX_VALUE;
    for (PoolEntry<C> entry : idle) {
      if (reasonToGo(entry, now) == null) {
        wait = Math.min(wait, Math.max(0, retirement.nextCheck(entry) - now));
      } else if (!retireAtRest(entry, now)) {
        wait = Math.min(wait, UNTIL_LESS_BUSY.toNanos());
      }
    }
    return wait == Long.MAX_VALUE ? null : Duration.ofNanos(wait);
  }

  /** Returns false if there is no permit for its good-bye now. */
  private boolean retireAtRest(PoolEntry<C> entry, long now) {
    if (!permits.tryAcquire()) {
      return false;
    }
    busy.incrementAndGet();
    CloseReason reason = reasonToGo(entry, now);
    if (reason != null && idle.removeFirstOccurrence(entry)) {
      away.add(entry);
      sayGoodbye(entry, reason);
    } else {
      leave();
    }
    return true;
  }

  /** How full it is now. */
  public PoolSnapshot snapshot() {
    return new PoolSnapshot(
        settings.maxConnections(), busy.get(), idle.size(), permits.getQueueLength());
  }

  /**
   * Closes it to newcomers: nobody may borrow any more, those who wait are turned away, connections
   * at rest say good-bye, and those in use do when they are given back. Does not wait. Idempotent.
   *
   * @return complete when no connection is open
   */
  public CompletableFuture<Void> shut() {
    if (!closed.compareAndSet(false, true)) {
      return drained;
    }
    busy.incrementAndGet();
    permits.release(FOR_EVERYBODY);
    for (PoolEntry<C> entry = idle.pollFirst(); entry != null; entry = idle.pollFirst()) {
      busy.incrementAndGet();
      away.add(entry);
      sayGoodbye(entry, CloseReason.SHUTDOWN);
    }
    countOff();
    return drained;
  }

  /** Aborts what is still open after {@link #shut}. */
  public void end() {
    ended = true;
    away.forEach(entry -> entry.connection().abort());
  }

  /** Shuts it and ends it when it is drained, or at the deadline. Idempotent. */
  public void close(Deadline grace) {
    try {
      shut().get(Math.max(0, grace.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Not drained in time, so it ends hard.
    }
    end();
  }
}

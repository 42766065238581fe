package dev.mailconnector.internal.pool;

import dev.mailconnector.event.ConnectorEvent.CloseReason;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.pool.PermitBook.Grant;
import dev.mailconnector.internal.pool.PoolEntry.Birth;
import dev.mailconnector.internal.pool.PooledConnection.Pulse;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one account: first come, first served among those who wait, last in, first out
 * among those at rest, so that hot connections stay warm and cold ones run out.
 *
 * <p>{@link PermitBook} decides who may have what; here is what follows: connections are looked at,
 * opened and given back, and retired at rest. {@link SuccessorKeeper} opens others before they are
 * needed, {@link Farewell} ends them. No lock is held during I/O.
 */
public final class ConnectionPool<C extends PooledConnection> {
  private static final long REST_TO_CHECK = Duration.ofSeconds(15).toNanos();
  static final Duration PROOF_OF_LIFE = Duration.ofSeconds(10);
  private static final long SOON = Duration.ofSeconds(1).toNanos();

  private final Opener<C> opener;
  private final Ticker ticker;
  private final Tenure tenure;
  private final PermitBook<C> book;
  private final Farewell<C> farewell;
  private final SuccessorKeeper<C> keeper;
  private final long idleTimeout;

  /** A pool without connections. */
  public ConnectionPool(
      PoolSettings settings,
      Opener<C> opener,
      Ticker ticker,
      RandomGenerator random,
      Workforce workforce,
      PoolListener listener) {
    this(settings, opener, ticker, random, workforce, listener, new ReentrantLock());
  }

  /** The same with this lock around each decision. */
  ConnectionPool(
      PoolSettings settings,
      Opener<C> opener,
      Ticker ticker,
      RandomGenerator random,
      Workforce workforce,
      PoolListener listener,
      Lock lock) {
    this.opener = opener;
    this.ticker = ticker;
    this.idleTimeout = Deadline.nanos(settings.idleTimeout());
    this.tenure = new Tenure(new Retirement(settings), ticker, random);
    this.book = new PermitBook<>(settings.maxConnections(), lock);
    this.farewell = new Farewell<>(book, workforce.goodbyes(), listener);
    this.keeper =
        new SuccessorKeeper<>(
            book, farewell, opener, tenure, settings.keepWarm(), ticker, workforce.openings());
  }

  /**
   * Who works in the background.
   *
   * @param goodbyes says good-bye
   * @param openings opens connections; {@link #tidy} is worth calling after each task
   */
  public record Workforce(Executor goodbyes, Executor openings) {}

  /**
   * A connection for exclusive use.
   *
   * @param wait how long to wait until one comes free, and until one at rest has proved itself
   * @param deadline by when a new connection must stand, if one must be opened
   * @param fresh whether it must be a new one
   * @throws PoolTimeoutException if none came free in time, or the thread was interrupted
   * @throws PoolClosedException if the pool is closed
   */
  public Lease<C> borrow(Deadline wait, Deadline deadline, boolean fresh)
      throws PoolTimeoutException, PoolClosedException {
    if (Thread.currentThread().isInterrupted()) {
      // It would lose the connection at its first byte.
      throw new PoolTimeoutException(snapshot(), new InterruptedException());
    }
    PoolEntry<C> given = fresh ? null : book.takeIdle();
    boolean waited = false;
    if (given == null) {
      Grant<C> grant = enter(wait, fresh);
      given = grant.entry();
      waited = grant.waited();
    }
    boolean leased = false;
    try {
      if (fresh && given != null) {
        farewell.without(given, CloseReason.REPLACED);
        given = null;
      }
      PoolEntry<C> entry = usable(given, wait);
      boolean opened = entry == null;
      if (entry == null) {
        entry = open(deadline);
      }
      leased = true;
      boolean awaited = opened || (waited && entry.isUntouched());
      entry.lease();
      return new Lease<>(this, entry, opened, awaited);
    } finally {
      if (!leased) {
        book.release();
      }
    }
  }

  private Grant<C> enter(Deadline wait, boolean fresh)
      throws PoolTimeoutException, PoolClosedException {
    try {
      Grant<C> grant = book.enter(fresh, wait.remainingNanos());
      if (grant == null) {
        throw new PoolTimeoutException(snapshot(), null);
      }
      return grant;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PoolTimeoutException(snapshot(), e);
    }
  }

  /**
   * This connection, or the first one at rest that can be used in its place. If there is none, the
   * permit is left, without a connection.
   */
  private @Nullable PoolEntry<C> usable(@Nullable PoolEntry<C> given, Deadline wait) {
    PoolEntry<C> entry = given;
    while (entry != null) {
      CloseReason reason = inspect(entry, wait);
      if (reason == null) {
        return entry;
      }
      PoolEntry<C> other = book.pollIdle();
      if (reason == CloseReason.FAULT) {
        farewell.without(entry, reason);
        if (other != null) {
          book.release();
        }
      } else if (other != null || book.tryPermit()) {
        farewell.inBackground(entry, reason);
      } else {
        // At the cap: its successor may come only once it has gone.
        farewell.atOnce(entry, reason);
      }
      entry = other;
    }
    return null;
  }

  /** Why this connection, which was at rest, cannot be used; null if it can. */
  private @Nullable CloseReason inspect(PoolEntry<C> entry, Deadline wait) {
    boolean done = false;
    try {
      long now = ticker.nanos();
      CloseReason reason = reasonToGo(entry, now);
      if (reason == null && !isAlive(entry, now, wait)) {
        reason = CloseReason.FAULT;
      }
      done = true;
      return reason;
    } finally {
      if (!done) {
        farewell.without(entry, CloseReason.FAULT);
      }
    }
  }

  private boolean isAlive(PoolEntry<C> entry, long now, Deadline wait) {
    C connection = entry.connection();
    if (connection.isStale()) {
      return false;
    }
    if (now - entry.quietSince() < REST_TO_CHECK) {
      return true;
    }
    Pulse pulse = connection.check(limitOfCheck(now, wait));
    if (pulse == Pulse.SILENT) {
      dropQuietSince(entry.quietSince());
    }
    return pulse == Pulse.ALIVE;
  }

  /** Half of what the borrower has left: the other half is for a new one, should it be silent. */
  private Deadline limitOfCheck(long now, Deadline wait) {
    return new Deadline(ticker, now + wait.remainingNanos() / 2).orIn(PROOF_OF_LIFE);
  }

  /**
   * Closes what rests and has been quiet as long as one that does not answer: to ask each of them
   * would cost the whole limit once more.
   */
  private void dropQuietSince(long since) {
    for (PoolEntry<C> other : book.resting()) {
      if (other.quietSince() - since <= 0 && book.takeFromRest(other)) {
        farewell.without(other, CloseReason.FAULT);
        book.release();
      }
    }
  }

  private @Nullable CloseReason reasonToGo(PoolEntry<C> entry, long now) {
    CloseReason reason = tenure.reason(entry, now);
    return reason == CloseReason.IDLE && keeper.needsAll() ? null : reason;
  }

  private PoolEntry<C> open(Deadline deadline) throws PoolClosedException {
    // What was at rest may be gone because shut() took it, and still be saying good-bye.
    if (book.isClosed()) {
      throw new PoolClosedException();
    }
    Birth birth = tenure.birth();
    PoolEntry<C> entry = tenure.admit(opener.open(deadline), birth);
    if (!book.enlist(entry)) {
      farewell.without(entry, CloseReason.SHUTDOWN);
      throw new PoolClosedException();
    }
    keeper.begin();
    return entry;
  }

  /** Whether this connection must go, or (if so asked) somebody waits for one. */
  boolean wants(PoolEntry<C> entry, boolean forOthers) {
    if (entry.isNearlyWornOut()) {
      keeper.wear(entry);
    }
    return book.isClosed()
        || keeper.wouldTake(entry)
        || reasonToGo(entry, ticker.nanos()) != null
        || (forOthers && book.hasWaiters());
  }

  void giveBack(PoolEntry<C> entry, boolean reusable) {
    if (!reusable) {
      farewell.without(entry, CloseReason.FAULT);
      book.release();
      return;
    }
    long now = ticker.nanos();
    entry.rests(now);
    CloseReason reason = book.isClosed() ? CloseReason.SHUTDOWN : reasonToGo(entry, now);
    boolean nearlyWornOut = entry.isNearlyWornOut();
    if (reason != null) {
      farewell.inBackground(entry, reason);
    } else if (keeper.takes(entry)) {
      return;
    } else if (!book.rest(entry)) {
      farewell.inBackground(entry, CloseReason.SHUTDOWN);
    } else if (nearlyWornOut) {
      keeper.wear(entry);
    }
  }

  /**
   * Opens what is to be kept warm and is not, in the calling thread.
   *
   * @param limit how long each may take
   * @throws PoolClosedException if the pool is closed
   */
  public void warmUp(Duration limit) throws PoolClosedException {
    keeper.begin();
    while (keeper.wantsMore() && book.tryPermit()) {
      PoolEntry<C> entry = null;
      try {
        entry = open(Deadline.in(limit, ticker));
      } finally {
        if (entry == null) {
          book.release();
        }
      }
      if (!book.rest(entry)) {
        farewell.inBackground(entry, CloseReason.SHUTDOWN);
      }
    }
  }

  /**
   * Connections opened until now with credentials up to this generation carry no further message.
   */
  public void retireGeneration(long generation) {
    tenure.refused(generation);
  }

  /** No connection that is open now carries a further message. */
  public void evictAll() {
    tenure.evictAll();
  }

  /**
   * Retires connections at rest that must go, and begins to open those that are wanted.
   *
   * @return how long until there may be something to do again, or null if nothing is open
   */
  public @Nullable Duration tidy() {
    long now = ticker.nanos();
    long wait = SuccessorKeeper.NEVER;
    for (PoolEntry<C> entry : book.resting()) {
      if (reasonToGo(entry, now) != null) {
        retireAtRest(entry, now);
      } else if (now - entry.restingSince() < idleTimeout) {
        wait = Math.min(wait, tenure.nextCheck(entry) - now);
      } else if (now - entry.quietSince() < idleTimeout) {
        // Kept warm.
        wait = Math.min(wait, entry.quietSince() + idleTimeout - now);
      } else {
        keeper.ask(entry);
        wait = Math.min(wait, SOON);
      }
    }
    wait = Math.min(wait, keeper.tend(now));
    return wait == SuccessorKeeper.NEVER ? null : Duration.ofNanos(Math.max(0, wait));
  }

  private void retireAtRest(PoolEntry<C> entry, long now) {
    if (!book.takeFromRest(entry)) {
      return;
    }
    // It may have been borrowed and given back since.
    CloseReason reason = reasonToGo(entry, now);
    if (reason != null) {
      farewell.inBackground(entry, reason);
    } else if (!book.rest(entry)) {
      farewell.inBackground(entry, CloseReason.SHUTDOWN);
    }
  }

  /** How full it is now. */
  public PoolSnapshot snapshot() {
    return book.snapshot();
  }

  /**
   * Closes it to newcomers: nobody may borrow any more, those who wait are turned away, connections
   * at rest say good-bye, and those in use do when they are given back. Does not wait. Idempotent.
   *
   * @return complete when no connection is open
   */
  public CompletableFuture<Void> shut() {
    book.close().forEach(entry -> farewell.inBackground(entry, CloseReason.SHUTDOWN));
    keeper.stop();
    return book.drained();
  }

  /** Aborts what is still open after {@link #shut}. */
  public void end() {
    farewell.end();
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

package dev.mailconnector.internal.pool;

import dev.mailconnector.event.ConnectorEvent.CloseReason;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.pool.PoolEntry.Birth;
import dev.mailconnector.internal.pool.PooledConnection.Pulse;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections before somebody needs them: successors of those whose time is nearly up, and
 * those that are kept warm. In the background, one at a time, each with a permit. Below the cap the
 * successor is opened first and then the old one goes; at the cap the old one makes room. What
 * fails here is no send's failure: it is tried again after a pause, and until then the old
 * connection serves on, to its end.
 */
final class SuccessorKeeper<C extends PooledConnection> {
  static final long NEVER = Long.MAX_VALUE;

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int LONGEST_PAUSE = 64;

  /** How often a successor is looked for until the old one's end, at least. */
  private static final int TRIES = 16;

  private final PermitBook<C> book;
  private final Farewell<C> farewell;
  private final Opener<C> opener;
  private final Tenure tenure;
  private final int keepWarm;
  private final Ticker ticker;
  private final Executor background;

  /** Whether the one piece of work is under way, which alone writes the two below. */
  private final AtomicBoolean working = new AtomicBoolean();

  private volatile int pause = 1;
  private volatile long pausesUntil;
  private volatile boolean warm;
  private final Interruptible work = new Interruptible();

  SuccessorKeeper(
      PermitBook<C> book,
      Farewell<C> farewell,
      Opener<C> opener,
      Tenure tenure,
      int keepWarm,
      Ticker ticker,
      Executor background) {
    this.book = book;
    this.farewell = farewell;
    this.opener = opener;
    this.tenure = tenure;
    this.keepWarm = keepWarm;
    this.ticker = ticker;
    this.background = background;
    this.pausesUntil = ticker.nanos();
  }

  /** The account is in use: from now on connections are kept warm, if that is wanted. */
  void begin() {
    warm = keepWarm > 0;
  }

  /** Whether one connection less would be too few. */
  boolean needsAll() {
    return warm && book.staying() <= keepWarm;
  }

  /** Whether one more is wanted. */
  boolean wantsMore() {
    return warm && book.staying() < keepWarm;
  }

  /**
   * Begins what is due.
   *
   * @return how long until something is, if nothing happens meanwhile
   */
  long tend(long now) {
    if (book.isClosed()) {
      return NEVER;
    }
    PoolEntry<C> first = null;
    long wait = NEVER;
    for (PoolEntry<C> entry : book.open()) {
      if (entry.isLeaving() || entry.hasSuccessor()) {
        continue;
      }
      long left = entry.nextTry() - now;
      if (left > 0) {
        wait = Math.min(wait, left);
      } else if (first == null || entry.term().due() - first.term().due() < 0) {
        first = entry;
      }
    }
    if (first == null && !wantsMore()) {
      return wait;
    }
    if (isPausing(now)) {
      return Math.min(wait, pausesUntil - now);
    }
    PoolEntry<C> old = first;
    start(old == null ? this::openOneMore : () -> succeed(old));
    return Math.min(wait, FIRST_PAUSE.toNanos());
  }

  /**
   * Whether this connection, which is being given back, is replaced now. Then it is not the
   * caller's any more.
   */
  boolean takes(PoolEntry<C> entry) {
    return wouldTake(entry) && !book.isClosed() && start(() -> replaceAwaited(entry));
  }

  /**
   * Whether this connection, which is away, would be replaced if it were given back now. Not while
   * nothing can be opened: what is closed then is missed.
   */
  boolean wouldTake(PoolEntry<C> entry) {
    return entry.isMarkedForReplacement() && !working.get() && !isPausing(ticker.nanos());
  }

  private boolean isPausing(long now) {
    return pausesUntil - now > 0;
  }

  /** This connection has carried nearly as many messages as it may. */
  void wear(PoolEntry<C> entry) {
    long now = ticker.nanos();
    entry.wear(now);
    boolean due = entry.nextTry() - now <= 0 && !isPausing(now);
    if (due && !entry.isLeaving() && !entry.hasSuccessor() && !entry.isMarkedForReplacement()) {
      start(() -> succeed(entry));
    }
  }

  /** Asks the server of a connection at rest whether it is still there. */
  void ask(PoolEntry<C> entry) {
    start(
        () -> {
          if (!book.takeFromRest(entry)) {
            return;
          }
          Deadline limit = Deadline.in(ConnectionPool.PROOF_OF_LIFE, ticker);
          if (entry.connection().check(limit) == Pulse.ALIVE) {
            entry.wasHeard(ticker.nanos());
            rest(entry);
          } else {
            farewell.without(entry, CloseReason.FAULT);
            book.release();
          }
        });
  }

  /** Breaks off what is under way. */
  void stop() {
    work.stop();
  }

  private boolean start(Runnable task) {
    if (!working.compareAndSet(false, true)) {
      return false;
    }
    try {
      background.execute(
          () -> {
            try {
              work.run(task);
            } finally {
              working.set(false);
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      // The connector is closing, or its executor is full: there will be another look.
      working.set(false);
      return false;
    }
  }

  private void succeed(PoolEntry<C> old) {
    if (!mayBeSucceeded(old)) {
      return;
    }
    if (book.tryPermit()) {
      PoolEntry<C> next = open(book.resting().contains(old) ? old : null);
      if (next != null) {
        // In this order: whoever finds the old one must go finds its successor at rest.
        rest(next);
        old.succeed();
        if (book.takeFromRest(old)) {
          farewell.inBackground(old, old.reasonToBeSucceeded());
        }
      }
    } else if (book.takeFromRest(old)) {
      replace(old);
    } else {
      old.markForReplacement();
      postpone(old);
    }
  }

  private void replaceAwaited(PoolEntry<C> old) {
    // An opening may have failed since it was taken.
    if (!isPausing(ticker.nanos()) && mayBeSucceeded(old)) {
      replace(old);
    } else {
      rest(old);
    }
  }

  private boolean mayBeSucceeded(PoolEntry<C> old) {
    boolean may =
        !book.isClosed()
            && opener.isPromising()
            && (old.reasonToBeSucceeded() != CloseReason.CREDENTIAL
                || opener.hasAnotherCredentialThan(old.connection()));
    if (!may) {
      old.stay();
      postpone(old);
    }
    return may;
  }

  private void postpone(PoolEntry<C> old) {
    old.postpone(ticker.nanos() + Math.max(1, old.term().lead() / TRIES));
  }

  private void replace(PoolEntry<C> old) {
    farewell.atOnce(old, old.reasonToBeSucceeded());
    PoolEntry<C> next = open(old);
    if (next != null) {
      rest(next);
    }
  }

  private void openOneMore() {
    if (!opener.isPromising()) {
      failed();
    } else if (!book.tryPermit()) {
      // Those that leave still have theirs; to ask at once again would be to ask all the time.
      pausesUntil = ticker.nanos() + FIRST_PAUSE.toNanos();
    } else {
      PoolEntry<C> next = open(null);
      if (next != null) {
        rest(next);
      }
    }
  }

  /** With a permit in hand, which is given up if nothing comes of it. */
  private @Nullable PoolEntry<C> open(@Nullable PoolEntry<C> old) {
    boolean opened = false;
    try {
      Birth birth = tenure.birth();
      C connection = opener.openBehind(Deadline.in(LIMIT, ticker));
      PoolEntry<C> next = tenure.admit(connection, birth);
      if (old != null) {
        next.takesThePlaceOf(old);
      }
      opened = book.enlist(next);
      if (!opened) {
        farewell.without(next, CloseReason.SHUTDOWN);
        return null;
      }
      pause = 1;
      return next;
    } catch (RuntimeException e) {
      // The opener has told whoever listens.
      failed();
      return null;
    } finally {
      if (!opened) {
        book.release();
      }
    }
  }

  private void failed() {
    pausesUntil = ticker.nanos() + FIRST_PAUSE.toNanos() * pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }

  private void rest(PoolEntry<C> entry) {
    if (!book.rest(entry)) {
      farewell.inBackground(entry, CloseReason.SHUTDOWN);
    }
  }
}

package dev.mailconnector.internal.account;

import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a login may be tried, so that no account is locked out by its own application.
 *
 * <p>After a final refusal the account is REFUSED: every send fails at once with that reply, and
 * one at a time finds out whether the reason has gone ({@link Refused} says when). Secrets that may
 * {@linkplain Credential#mayLockOut() lock out} need a {@link Turn} besides: one login at a time
 * until the server has accepted this generation, then two; what one of them hears of a generation
 * holds for all that wait with it. Every method is an atomic step that does no I/O and calls nobody
 * but the ticker. Thread-safe.
 */
final class LoginGate {
  private static final int PROVEN_AT_ONCE = 2;
  private static final long NONE = Long.MIN_VALUE;

  private final Ticker ticker;
  private final Lock lock;

  /** Written under the lock, read without it too. */
  private volatile @Nullable Refused refused;

  // Guarded by the lock.
  private @Nullable Refused probed;
  private @Nullable Rejection rejection;
  private long acceptedGeneration = NONE;
  private int underWay;
  private final Deque<Condition> waiting = new ArrayDeque<>();

  /** Of generations that may lock out: up to this one they were refused. */
  private record Rejection(long generation, LoginRefusal refusal) {}

  LoginGate(Ticker ticker) {
    this(ticker, new ReentrantLock());
  }

  /** With this lock around each step. */
  LoginGate(Ticker ticker, Lock lock) {
    this.ticker = ticker;
    this.lock = lock;
  }

  /** Whether the account is not REFUSED. */
  boolean isOpen() {
    return refused == null;
  }

  /**
   * Asks to log in, before anything is opened.
   *
   * @return null if the gate is open, or the refusal that the caller is to look into: does {@link
   *     #mayProbe} say no then {@link #looked} ends it, else the login's turn, {@link #refuse} or
   *     {@link #abandon}
   * @throws LoginRefusedException if the account is REFUSED and it is not time for that
   */
  @Nullable Refused enter() {
    if (refused == null) {
      return null;
    }
    lock.lock();
    try {
      Refused current = refused;
      if (current == null) {
        return null;
      }
      if (probed != null || current.untilNext(ticker.nanos()) > 0) {
        throw closed(current);
      }
      probed = current;
      return current;
    } finally {
      lock.unlock();
    }
  }

  /** Whether this credential may be tried now: another one always, the same one far apart. */
  boolean mayProbe(Refused refusal, Credential credential) {
    return !refusal.isOf(credential) || ticker.nanos() - refusal.nextLogin() >= 0;
  }

  /** The secret has not changed, and it is not time to try it: what the send is told. */
  LoginRefusedException looked(Refused refusal) {
    lock.lock();
    try {
      Refused current = refused;
      if (refusal.equals(current)) {
        current = refusal.lookedAt(ticker.nanos());
        refused = current;
      }
      stopProbing(refusal);
      return closed(current == null ? refusal : current);
    } finally {
      lock.unlock();
    }
  }

  private LoginRefusedException closed(Refused current) {
    long now = ticker.nanos();
    Duration wait = Duration.ofNanos(Math.max(1_000_000_000, current.untilNext(now)));
    Duration login = Duration.ofNanos(Math.max(1_000_000_000, current.nextLogin() - now));
    return new LoginRefusedException(LoginFailures.closed(current, login).withRetryAfter(wait));
  }

  /**
   * What another login has heard of this generation, so that it need not be said again; null if it
   * may be tried.
   */
  @Nullable LoginRefusal heard(Credential credential, @Nullable Refused mine) {
    if (!credential.mayLockOut()) {
      return null;
    }
    lock.lock();
    try {
      return heardOf(credential, mine);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable LoginRefusal heardOf(Credential credential, @Nullable Refused mine) {
    Rejection last = rejection;
    boolean probes = mine != null && mine.isOf(credential);
    return last == null || last.generation() < credential.generation() || probes
        ? null
        : last.refusal();
  }

  /**
   * Waits for the turn of a login with this credential, which must end. One that cannot lock out
   * has it at once.
   *
   * @param mine the refusal that this login looks into, or null
   * @throws LoginRefusedException if the account was REFUSED meanwhile
   * @throws TimeoutException if the others take longer than this
   */
  Turn turn(Credential credential, Deadline deadline, @Nullable Refused mine)
      throws TimeoutException, InterruptedException {
    if (!credential.mayLockOut()) {
      return new Turn(credential, false, null);
    }
    lock.lock();
    try {
      return await(credential, deadline, mine);
    } finally {
      lock.unlock();
    }
  }

  private Turn await(Credential credential, Deadline deadline, @Nullable Refused mine)
      throws TimeoutException, InterruptedException {
    Condition place = lock.newCondition();
    long left = deadline.remainingNanos();
    waiting.addLast(place);
    try {
      while (true) {
        requireOpen(credential, mine);
        LoginRefusal heard = heardOf(credential, mine);
        if (heard != null) {
          return new Turn(credential, false, heard);
        }
        if (place.equals(waiting.peekFirst()) && underWay < atOnce(credential)) {
          underWay++;
          return new Turn(credential, true, null);
        }
        if (left <= 0) {
          throw new TimeoutException();
        }
        left = place.awaitNanos(left);
      }
    } finally {
      waiting.remove(place);
      wakeAll();
    }
  }

  /** A newer secret is none of those that the state is about. */
  private void requireOpen(Credential credential, @Nullable Refused mine) {
    Refused current = refused;
    if (current != null
        && !current.equals(mine)
        && credential.generation() <= current.credential().generation()) {
      throw closed(current);
    }
  }

  private int atOnce(Credential credential) {
    boolean proven = wasAccepted(credential) && heardOf(credential, null) == null;
    return proven ? PROVEN_AT_ONCE : 1;
  }

  private void wakeAll() {
    waiting.forEach(Condition::signal);
  }

  /** The right to one login. One thread's; it ends once, with or without an answer. */
  final class Turn implements AutoCloseable {
    private final Credential credential;
    private final boolean counted;
    private final @Nullable LoginRefusal heard;
    private boolean over;

    private Turn(Credential credential, boolean counted, @Nullable LoginRefusal heard) {
      this.credential = credential;
      this.counted = counted;
      this.heard = heard;
    }

    /** What was heard of this generation while waiting: no login then. */
    @Nullable LoginRefusal heard() {
      return heard;
    }

    /** Whether others have to wait for it. */
    boolean isCounted() {
      return counted;
    }

    /** The server let it in. Returns whether that ended the REFUSED state. */
    boolean accepted() {
      if (!counted && refused == null) {
        return false;
      }
      lock.lock();
      try {
        boolean ended = refused != null;
        refused = null;
        probed = null;
        if (counted) {
          accept(credential.generation());
        }
        end();
        return ended;
      } finally {
        lock.unlock();
      }
    }

    /** The server refused it for good. */
    void refused(LoginRefusal refusal) {
      if (!counted) {
        return;
      }
      lock.lock();
      try {
        reject(credential.generation(), refusal);
        end();
      } finally {
        lock.unlock();
      }
    }

    /** There was no answer about the secret, or it was told already. */
    @Override
    public void close() {
      if (!counted || over) {
        return;
      }
      lock.lock();
      try {
        end();
      } finally {
        lock.unlock();
      }
    }

    private void end() {
      if (counted && !over) {
        over = true;
        underWay--;
      }
      wakeAll();
    }
  }

  private void accept(long generation) {
    acceptedGeneration = Math.max(acceptedGeneration, generation);
    if (rejection != null && rejection.generation() == generation) {
      rejection = null;
    }
  }

  private void reject(long generation, LoginRefusal refusal) {
    if (rejection == null || rejection.generation() <= generation) {
      rejection = new Rejection(generation, refusal);
    }
  }

  private boolean wasAccepted(Credential credential) {
    return acceptedGeneration == credential.generation();
  }

  /**
   * A login was refused, and there is nothing else to try.
   *
   * @param mine the refusal that this login looked into, or null
   * @return the REFUSED state that begins, or null if this refusal changes nothing
   */
  @Nullable Refused refuse(Credential credential, FailureDetail detail, @Nullable Refused mine) {
    lock.lock();
    try {
      stopProbing(mine);
      Refused current = refused;
      if (current != null && !current.equals(mine) && !isNewerPassword(credential, current)) {
        // Logins that were under way when the first refusal came: they lengthen nothing.
        return null;
      }
      boolean worked = wasAccepted(credential);
      Refused next = Refused.after(current, credential, detail, worked, ticker.nanos());
      refused = next;
      wakeAll();
      return next;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isNewerPassword(Credential credential, Refused current) {
    return credential.mayLockOut() && credential.generation() > current.credential().generation();
  }

  /** A look came to no answer (the network failed, say): the next send may look. */
  void abandon(Refused refusal) {
    lock.lock();
    try {
      stopProbing(refusal);
    } finally {
      lock.unlock();
    }
  }

  private void stopProbing(@Nullable Refused refusal) {
    if (probed != null && probed.equals(refusal)) {
      probed = null;
    }
  }

  /** Somebody says that it is worth trying: whatever was refused may be tried once more, now. */
  void forget() {
    lock.lock();
    try {
      Refused current = refused;
      refused = current == null ? null : current.dueAt(ticker.nanos());
      probed = null;
      rejection = null;
      wakeAll();
    } finally {
      lock.unlock();
    }
  }
}

package dev.mailconnector.internal.account;

import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a login may be tried. After a final refusal the account is REFUSED: every send fails at
 * once with that reply, so that no account is locked out by its own application, and one send per
 * backoff (30 s, doubling, at most 10 min) finds out whether the reason has gone. Thread-safe; does
 * no I/O.
 */
final class LoginGate {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Refused refused;
  private boolean probing;

  /**
   * The REFUSED state.
   *
   * @param credential the one that was refused last
   * @param detail what every send is told
   * @param nextProbe when a login may be tried again; the monotonic clock
   * @param backoff how long was waited for it
   */
  record Refused(Credential credential, FailureDetail detail, long nextProbe, Duration backoff) {}

  LoginGate(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Whether the account is not REFUSED. */
  boolean isOpen() {
    return refused == null;
  }

  /**
   * Asks to log in.
   *
   * @return null if the gate is open, or the refusal that this login is to probe; whoever gets one
   *     reports back by {@link #succeeded}, {@link #refuse} or {@link #abandon}
   * @throws LoginRefusedException if the account is REFUSED and it is not time for a probe
   */
  @Nullable Refused enter() {
    Refused current = refused;
    if (current == null) {
      return null;
    }
    lock.lock();
    try {
      current = refused;
      if (current == null) {
        return null;
      }
      if (probing || ticker.nanos() - current.nextProbe() < 0) {
        throw new LoginRefusedException(current.detail().withRetryAfter(untilProbe(current)));
      }
      probing = true;
      return current;
    } finally {
      lock.unlock();
    }
  }

  private Duration untilProbe(Refused current) {
    return Duration.ofNanos(
        Math.max(Duration.ofSeconds(1).toNanos(), current.nextProbe() - ticker.nanos()));
  }

  /** A login succeeded. Returns whether it ended the REFUSED state. */
  boolean succeeded() {
    if (refused == null) {
      return false;
    }
    lock.lock();
    try {
      boolean ended = refused != null;
      refused = null;
      probing = false;
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A login was refused for good.
   *
   * @return how long until the next probe, or null if this refusal changes nothing
   */
  @Nullable Duration refuse(Credential credential, FailureDetail detail, @Nullable Refused probed) {
    lock.lock();
    try {
      Refused current = refused;
      if (current != null && probed == null) {
        // Logins that were under way when the first refusal came: they lengthen nothing.
        return null;
      }
      Duration backoff = probed == null ? FIRST_BACKOFF : doubled(probed.backoff());
      refused = new Refused(credential, detail, ticker.nanos() + backoff.toNanos(), backoff);
      probing = false;
      return backoff;
    } finally {
      lock.unlock();
    }
  }

  /** A probe came to no answer (the network failed, say): the next send may probe. */
  void abandon() {
    lock.lock();
    try {
      probing = false;
    } finally {
      lock.unlock();
    }
  }

  private static Duration doubled(Duration backoff) {
    Duration twice = backoff.multipliedBy(2);
    return twice.compareTo(LONGEST_BACKOFF) < 0 ? twice : LONGEST_BACKOFF;
  }
}

package dev.mailconnector.internal.account;

import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pause after a login that came to no answer about the credential: a 4yz, or a line that broke.
 * Servers count logins, and an application that logs in once more for each mail locks itself out.
 * So what comes within the pause (1 s, doubling, at most a minute) fails at once with the same
 * reason, and one login after it finds out. Thread-safe; does no I/O.
 */
final class LoginPause {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Pause current;
  private boolean probing;

  private record Pause(
      Function<Duration, MailConnectorException> failure, long end, Duration length) {}

  LoginPause(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Asks to log in.
   *
   * @return whether this login is the one that finds out; then {@link #succeeded}, {@link #failed}
   *     or {@link #abandon} must follow
   */
  boolean enter() {
    if (current == null) {
      return false;
    }
    lock.lock();
    try {
      Pause pause = current;
      if (pause == null) {
        return false;
      }
      long left = pause.end() - ticker.nanos();
      if (probing || left > 0) {
        throw pause.failure().apply(Duration.ofNanos(Math.max(FIRST.toNanos(), left)));
      }
      probing = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A login came to no answer.
   *
   * @param probe whether it was the one that finds out; others that were under way lengthen nothing
   * @param failure what is said within the pause, by how long it goes on
   */
  void failed(boolean probe, Function<Duration, MailConnectorException> failure) {
    lock.lock();
    try {
      Pause before = current;
      if (before != null && !probe) {
        return;
      }
      Duration length = before == null ? FIRST : before.length().multipliedBy(2);
      length = length.compareTo(LONGEST) < 0 ? length : LONGEST;
      current = new Pause(failure, ticker.nanos() + length.toNanos(), length);
      probing = false;
    } finally {
      lock.unlock();
    }
  }

  /** The server has answered a login. */
  void succeeded() {
    if (current == null) {
      return;
    }
    lock.lock();
    try {
      current = null;
      probing = false;
    } finally {
      lock.unlock();
    }
  }

  /** The one that was to find out did not come to its login: the next may. */
  void abandon() {
    lock.lock();
    try {
      probing = false;
    } finally {
      lock.unlock();
    }
  }
}

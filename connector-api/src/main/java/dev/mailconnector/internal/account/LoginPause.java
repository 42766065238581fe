package dev.mailconnector.internal.account;

import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pause after a login that came to no answer about the credential: a 4yz, or a line that broke.
 * Servers count logins, and an application that logs in once more for each mail locks itself out.
 * So what comes within the pause (1 s, doubling, at most a minute) fails at once with the same
 * reason, and one login after it finds out. Where the line broke over a password, which may be how
 * this server refuses one, each further pause is 16 times as long, up to 16 minutes: four logins
 * within the first quarter of an hour, five if two were under way at first. Thread-safe; does no
 * I/O.
 */
final class LoginPause {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration FAR_APART = Duration.ofMinutes(16);
  private static final int GROWTH = 2;
  private static final int GROWTH_FAR_APART = 16;

  private final Ticker ticker;
  private final Lock lock;
  private volatile @Nullable Pause current;
  private boolean probing;

  private record Pause(
      Function<Duration, MailConnectorException> failure, long end, Duration length) {}

  LoginPause(Ticker ticker) {
    this(ticker, new ReentrantLock());
  }

  /** With this lock around each step. */
  LoginPause(Ticker ticker, Lock lock) {
    this.ticker = ticker;
    this.lock = lock;
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
   * @param perhapsRefused whether a password may have been refused without a word
   * @param failure what is said within the pause, by how long it goes on
   */
  void failed(
      boolean probe, boolean perhapsRefused, Function<Duration, MailConnectorException> failure) {
    lock.lock();
    try {
      Pause before = current;
      if (before != null && !probe) {
        return;
      }
      int growth = perhapsRefused ? GROWTH_FAR_APART : GROWTH;
      Duration length = before == null ? FIRST : before.length().multipliedBy(growth);
      Duration longest = perhapsRefused ? FAR_APART : LONGEST;
      length = length.compareTo(longest) < 0 ? length : longest;
      current = new Pause(failure, ticker.nanos() + length.toNanos(), length);
      probing = false;
    } finally {
      lock.unlock();
    }
  }

  /** The server has answered a login, or somebody says that it is worth trying now. */
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

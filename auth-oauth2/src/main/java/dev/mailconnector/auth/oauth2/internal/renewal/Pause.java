package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.failure.MailConnectorException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long an account asks for no token after failures in a row, and the last of them. Guarded by
 * the lock of the state, but for {@link #isOfIssuer}.
 */
final class Pause {
  private @Nullable MailConnectorException why;
  private boolean permanent;
  private long end;
  private int failures;

  /** How many of the last failures were as permanent as the last one. */
  private int streak;

  /** Read without the lock. */
  private volatile boolean ofIssuer;

  /** How many requests in a row brought no token, those that were not made included. */
  int failures() {
    return failures;
  }

  /** Whether a token may be asked for: it is over, or there is none. */
  boolean isOver(long now) {
    return failures == 0 || now - end >= 0;
  }

  /** Whether it is that of the issuer, and ends when the issuer is back. */
  boolean isOfIssuer() {
    return ofIssuer;
  }

  /** When it ends, by the monotonic clock. */
  long end() {
    return end;
  }

  /** The last failure. */
  MailConnectorException why() {
    return Objects.requireNonNull(why);
  }

  /** How long it is after one more failure. */
  Duration next(boolean lasting, @Nullable Duration retryAfter, double roll) {
    int nth = streakWith(lasting);
    return lasting ? Backoff.permanent(nth, roll) : Backoff.temporary(nth, retryAfter, roll);
  }

  /** After a failure of the account's own. */
  void begin(MailConnectorException failure, boolean lasting, Duration length, long now) {
    streak = streakWith(lasting);
    permanent = lasting;
    begin(failure, length, now);
    ofIssuer = false;
  }

  /** While the issuer is left alone; the account's own pauses do not grow by it. */
  void beginOfIssuer(MailConnectorException failure, Duration length, long now) {
    begin(failure, length, now);
    ofIssuer = true;
  }

  private void begin(MailConnectorException failure, Duration length, long now) {
    failures++;
    why = failure;
    end = now + length.toNanos();
  }

  private int streakWith(boolean lasting) {
    return lasting == permanent ? streak + 1 : 1;
  }

  /** There is a token again. */
  void clear() {
    failures = 0;
    streak = 0;
    ofIssuer = false;
    why = null;
  }
}

package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.spi.Credential;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The token that is held, as the credential that carries it, with its deadlines as moments. Ages
 * are measured with the monotonic clock alone, so a calendar set back cannot make a token immortal;
 * a calendar that has passed the token's end (set forward, or the machine slept) hastens the
 * renewal but does not withhold the token.
 */
final class HeldToken {
  private final Credential credential;
  private final Deadlines deadlines;
  private final long renewAt;
  private final long serveUntil;
  private final long calendarEnd;
  private final Instant issuedAt;
  private final AtomicBoolean used = new AtomicBoolean();

  /**
   * Stamps a token.
   *
   * @param arrivedAt its arrival by the monotonic clock
   * @param issuedAt the same by the calendar
   */
  HeldToken(Credential credential, Deadlines deadlines, long arrivedAt, Instant issuedAt) {
    this.credential = credential;
    this.deadlines = deadlines;
    this.renewAt = arrivedAt + deadlines.renewAfter().toNanos();
    this.serveUntil = arrivedAt + deadlines.serveFor().toNanos();
    this.issuedAt = issuedAt;
    this.calendarEnd = issuedAt.plus(deadlines.lifetime()).toEpochMilli();
  }

  Credential credential() {
    return credential;
  }

  /** FRESH: serve it, nothing to do. Allocates nothing. */
  boolean isFresh(long now, long calendarMillis) {
    return now - renewAt < 0 && calendarMillis < calendarEnd;
  }

  /** FRESH or STALE: good for opening a connection. */
  boolean isUsable(long now) {
    return now - serveUntil < 0;
  }

  boolean outlives(HeldToken other) {
    return serveUntil - other.serveUntil > 0;
  }

  long renewAt() {
    return renewAt;
  }

  Instant renewAtInstant() {
    return issuedAt.plus(deadlines.renewAfter());
  }

  Instant endsAtInstant() {
    return issuedAt.plus(deadlines.lifetime());
  }

  Instant serveUntilInstant() {
    return issuedAt.plus(deadlines.serveFor());
  }

  /**
   * Somebody sends with this account: it will be renewed. On the hot path, so it writes only once.
   */
  void markUsed() {
    if (!used.getOpaque()) {
      used.set(true);
    }
  }

  boolean wasUsed() {
    return used.get();
  }
}

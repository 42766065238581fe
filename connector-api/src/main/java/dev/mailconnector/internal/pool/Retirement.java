package dev.mailconnector.internal.pool;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a connection must go. Immutable; pure but for the draw of {@link #lifetime}.
 */
record Retirement(PoolSettings settings) {

  /** Why a connection goes. The words are those of the events. */
  enum Reason {
    AGE,
    IDLE,
    MESSAGES,
    CREDENTIAL,
    EVICTED,
    FAULT,
    SHUTDOWN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the pool has heard of refused credentials.
   *
   * @param generation the highest that was refused
   * @param count how many refusals there were
   */
  record Refusals(long generation, int count) {

    /**
     * Whether this connection's credential was refused after its opening began. One that was let in
     * after the refusal is good: a password that is refused and later accepted is the same issue.
     */
    boolean concern(PoolEntry<?> entry) {
      long opened = entry.connection().generation();
      return opened != 0 && opened <= generation && entry.refusals() < count;
    }
  }

  /**
   * How long a new connection may live: its greatest age less up to a tenth, so that not all go at
   * once.
   */
  Duration lifetime(RandomGenerator random) {
    long nanos = settings.maxAge().toNanos();
    return Duration.ofNanos(nanos - (long) (nanos / 10.0 * random.nextDouble()));
  }

  /**
   * Why this connection must not carry another message, or null if it may.
   *
   * @param now the monotonic clock
   * @param refusals what was refused
   * @param epoch connections opened before this epoch are evicted
   */
  @Nullable Reason reason(PoolEntry<?> entry, long now, Refusals refusals, int epoch) {
    PooledConnection connection = entry.connection();
    Deadline credentialEnd = connection.credentialEnd();
    if (entry.epoch() != epoch) {
      return Reason.EVICTED;
    }
    if (refusals.concern(entry)) {
      return Reason.CREDENTIAL;
    }
    if (settings.retireWithCredential()
        && credentialEnd != null
        && credentialEnd.nanos() - now <= 0) {
      return Reason.CREDENTIAL;
    }
    if (connection.messages() >= settings.maxMessages()) {
      return Reason.MESSAGES;
    }
    if (entry.endOfLife() - now <= 0) {
      return Reason.AGE;
    }
    return now - entry.restingSince() >= settings.idleTimeout().toNanos() ? Reason.IDLE : null;
  }

  /** When the rules may first speak against this resting connection; the monotonic clock. */
  long nextCheck(PoolEntry<?> entry) {
    long next = entry.restingSince() + settings.idleTimeout().toNanos();
    if (entry.endOfLife() - next < 0) {
      next = entry.endOfLife();
    }
    Deadline credentialEnd = entry.connection().credentialEnd();
    if (settings.retireWithCredential()
        && credentialEnd != null
        && credentialEnd.nanos() - next < 0) {
      next = credentialEnd.nanos();
    }
    return next;
  }
}

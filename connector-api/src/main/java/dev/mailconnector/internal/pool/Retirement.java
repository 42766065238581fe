package dev.mailconnector.internal.pool;

import dev.mailconnector.event.ConnectorEvent.CloseReason;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a connection must go. Immutable; pure but for the draw of {@link #lifetime}.
 */
record Retirement(PoolSettings settings) {

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
  @Nullable CloseReason reason(PoolEntry<?> entry, long now, Refusals refusals, int epoch) {
    PooledConnection connection = entry.connection();
    Deadline credentialEnd = connection.credentialEnd();
    if (entry.epoch() != epoch) {
      return CloseReason.EVICTED;
    }
    if (refusals.concern(entry)) {
      return CloseReason.CREDENTIAL;
    }
    if (settings.retireWithCredential()
        && credentialEnd != null
        && credentialEnd.nanos() - now <= 0) {
      return CloseReason.CREDENTIAL;
    }
    if (connection.messages() >= settings.maxMessages()) {
      return CloseReason.MESSAGES;
    }
    if (entry.endOfLife() - now <= 0) {
      return CloseReason.AGE;
    }
    return now - entry.restingSince() >= settings.idleTimeout().toNanos() ? CloseReason.IDLE : null;
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

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
   * @param retiredGeneration credentials up to this generation were refused
   * @param epoch connections opened before this epoch are evicted
   */
  @Nullable Reason reason(PoolEntry<?> entry, long now, long retiredGeneration, int epoch) {
    PooledConnection connection = entry.connection();
    Deadline credentialEnd = connection.credentialEnd();
    if (entry.epoch() != epoch) {
      return Reason.EVICTED;
    }
    if (connection.generation() != 0 && connection.generation() <= retiredGeneration) {
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

package dev.mailconnector.transport;

import dev.mailconnector.failure.ConfigurationException;
import java.time.Duration;

/**
 * How many connections an account keeps and for how long.
 *
 * @param maxConnections the hard cap on open connections, busy or idle; 5 by default
 * @param maxMessages a connection retires after this many messages; unlimited ({@link
 *     Integer#MAX_VALUE}) by default
 * @param idleTimeout an idle connection is closed after this long; 2 minutes by default
 * @param maxAge a connection retires this long after it was opened, less up to a tenth drawn at
 *     random so that not all retire at once; 30 minutes by default
 * @param retireWithCredential whether a connection retires when the token that opened it expires;
 *     true by default
 */
public record PoolSettings(
    int maxConnections,
    int maxMessages,
    Duration idleTimeout,
    Duration maxAge,
    boolean retireWithCredential) {
  private static final PoolSettings DEFAULTS =
      new PoolSettings(5, Integer.MAX_VALUE, Duration.ofMinutes(2), Duration.ofMinutes(30), true);

  /** Checks every value. */
  public PoolSettings {
    atLeastOne("limits.connections", maxConnections);
    atLeastOne("limits.messages-per-connection", maxMessages);
    Timeouts.positive("pool.idle-timeout", idleTimeout);
    Timeouts.positive("pool.max-age", maxAge);
  }

  /** The defaults named above. */
  public static PoolSettings defaults() {
    return DEFAULTS;
  }

  /** The same with another cap. */
  public PoolSettings withMaxConnections(int value) {
    return new PoolSettings(value, maxMessages, idleTimeout, maxAge, retireWithCredential);
  }

  /** The same with another number of messages per connection. */
  public PoolSettings withMaxMessages(int value) {
    return new PoolSettings(maxConnections, value, idleTimeout, maxAge, retireWithCredential);
  }

  /** The same with another idle time. */
  public PoolSettings withIdleTimeout(Duration value) {
    return new PoolSettings(maxConnections, maxMessages, value, maxAge, retireWithCredential);
  }

  /** The same with another age. */
  public PoolSettings withMaxAge(Duration value) {
    return new PoolSettings(maxConnections, maxMessages, idleTimeout, value, retireWithCredential);
  }

  /** The same with retirement by credential on or off. */
  public PoolSettings withRetireWithCredential(boolean value) {
    return new PoolSettings(maxConnections, maxMessages, idleTimeout, maxAge, value);
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw ConfigurationException.of(
          key, String.valueOf(value), "A number of at least 1 is needed.");
    }
  }
}

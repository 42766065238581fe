package dev.mailconnector.transport;

import dev.mailconnector.failure.ConfigurationException;
import java.time.Duration;

/**
 * How many connections an account keeps and for how long. Immutable; start from {@link #defaults()}
 * and go on with its {@code with} methods: components may be added in any version, so the
 * constructor is not for applications.
 *
 * @param maxConnections the hard cap on open connections, busy or idle; 5 by default
 * @param maxMessages a connection retires after this many messages; unlimited ({@link
 *     Integer#MAX_VALUE}) by default
 * @param idleTimeout an idle connection is closed after this long; 2 minutes by default
 * @param maxAge a connection retires at the latest this long after it was opened; where it is in
 *     use, another takes its place up to a tenth earlier, so that no send waits; 30 minutes by
 *     default
 * @param retireWithCredential whether a connection retires when the token that opened it expires,
 *     and is replaced before that while it is in use; true by default
 * @param keepWarm so many connections are kept open from the account's first use or {@code
 *     warmUp()} on, however long they are idle; they are opened again in the background when they
 *     go, not while the server refuses the login, and never beyond {@code maxConnections}; 0 by
 *     default
 */
public record PoolSettings(
    int maxConnections,
    int maxMessages,
    Duration idleTimeout,
    Duration maxAge,
    boolean retireWithCredential,
    int keepWarm) {
  private static final PoolSettings DEFAULTS =
      new PoolSettings(
          5, Integer.MAX_VALUE, Duration.ofMinutes(2), Duration.ofMinutes(30), true, 0);

  /** Checks every value. */
  public PoolSettings {
    atLeast("limits.connections", maxConnections, 1);
    atLeast("limits.messages-per-connection", maxMessages, 1);
    Timeouts.positive("pool.idle-timeout", idleTimeout);
    Timeouts.positive("pool.max-age", maxAge);
    atLeast("pool.keep-warm", keepWarm, 0);
  }

  /** The defaults named above. */
  public static PoolSettings defaults() {
    return DEFAULTS;
  }

  /** The same with another cap. */
  public PoolSettings withMaxConnections(int value) {
    return new PoolSettings(
        value, maxMessages, idleTimeout, maxAge, retireWithCredential, keepWarm);
  }

  /** The same with another number of messages per connection. */
  public PoolSettings withMaxMessages(int value) {
    return new PoolSettings(
        maxConnections, value, idleTimeout, maxAge, retireWithCredential, keepWarm);
  }

  /** The same with another idle time. */
  public PoolSettings withIdleTimeout(Duration value) {
    return new PoolSettings(
        maxConnections, maxMessages, value, maxAge, retireWithCredential, keepWarm);
  }

  /** The same with another age. */
  public PoolSettings withMaxAge(Duration value) {
    return new PoolSettings(
        maxConnections, maxMessages, idleTimeout, value, retireWithCredential, keepWarm);
  }

  /** The same with retirement by credential on or off. */
  public PoolSettings withRetireWithCredential(boolean value) {
    return new PoolSettings(maxConnections, maxMessages, idleTimeout, maxAge, value, keepWarm);
  }

  /** The same with another number of connections that are kept open. */
  public PoolSettings withKeepWarm(int value) {
    return new PoolSettings(
        maxConnections, maxMessages, idleTimeout, maxAge, retireWithCredential, value);
  }

  private static void atLeast(String key, int value, int least) {
    if (value < least) {
      throw ConfigurationException.of(
          key, String.valueOf(value), "A number of at least " + least + " is needed.");
    }
  }
}

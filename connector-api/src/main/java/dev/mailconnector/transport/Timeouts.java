package dev.mailconnector.transport;

import dev.mailconnector.failure.ConfigurationException;
import java.time.Duration;

/**
 * The limit of every wait. Defaults follow RFC 5321 section 4.5.3.2 where it names one and a sender
 * can afford it. Immutable; start from {@link #defaults()} and go on with its {@code with} methods:
 * components may be added in any version, so the constructor is not for applications.
 *
 * @param connect name, TCP, proxy, and the TLS handshake where it comes first, together; 10 s
 * @param greeting the server's 220; 5 min, since tarpits are slow on purpose
 * @param command the reply to any command up to DATA, the TLS handshake after STARTTLS, and each
 *     pause in writing; 60 s
 * @param finalReply the reply to the message itself; 10 min
 * @param borrow waiting for a free connection; 30 s
 * @param token waiting for a credential; 30 s
 * @param shutdown what {@code close()} grants sends under way; 30 s
 */
public record Timeouts(
    Duration connect,
    Duration greeting,
    Duration command,
    Duration finalReply,
    Duration borrow,
    Duration token,
    Duration shutdown) {
  /** Before the defaults, which are checked against it. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final Timeouts DEFAULTS =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  /** Checks every value. */
  public Timeouts {
    positive("timeouts.connect", connect);
    positive("timeouts.greeting", greeting);
    positive("timeouts.command", command);
    positive("timeouts.final-reply", finalReply);
    positive("timeouts.borrow", borrow);
    positive("timeouts.token", token);
    positive("timeouts.shutdown", shutdown);
  }

  /** The defaults named above. */
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /** The same with another limit for connecting. */
  public Timeouts withConnect(Duration value) {
    return new Timeouts(value, greeting, command, finalReply, borrow, token, shutdown);
  }

  /** The same with another limit for the greeting. */
  public Timeouts withGreeting(Duration value) {
    return new Timeouts(connect, value, command, finalReply, borrow, token, shutdown);
  }

  /** The same with another limit for a command. */
  public Timeouts withCommand(Duration value) {
    return new Timeouts(connect, greeting, value, finalReply, borrow, token, shutdown);
  }

  /** The same with another limit for the final reply. */
  public Timeouts withFinalReply(Duration value) {
    return new Timeouts(connect, greeting, command, value, borrow, token, shutdown);
  }

  /** The same with another limit for waiting for a connection. */
  public Timeouts withBorrow(Duration value) {
    return new Timeouts(connect, greeting, command, finalReply, value, token, shutdown);
  }

  /** The same with another limit for waiting for a credential. */
  public Timeouts withToken(Duration value) {
    return new Timeouts(connect, greeting, command, finalReply, borrow, value, shutdown);
  }

  /** The same with another grace at shutdown. */
  public Timeouts withShutdown(Duration value) {
    return new Timeouts(connect, greeting, command, finalReply, borrow, token, value);
  }

  static void positive(String key, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
      throw ConfigurationException.of(
          key, value.toString(), "A duration from 1 ms to 24 h is needed, such as PT30S or 30s.");
    }
  }
}

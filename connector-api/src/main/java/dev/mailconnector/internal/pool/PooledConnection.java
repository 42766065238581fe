package dev.mailconnector.internal.pool;

import dev.mailconnector.internal.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the pool knows of a connection: nothing of SMTP. One thread uses it at a time; {@link
 * #abort} may come from any.
 */
public interface PooledConnection {

  /** Its id, for events. */
  String id();

  /** The generation of the credential that opened it; 0 without login. */
  long generation();

  /** When that credential ends on the monotonic clock, or null. */
  @Nullable Deadline credentialEnd();

  /** How long that credential lives in all; zero where it does not end. */
  Duration credentialLife();

  /** How many messages it has carried. */
  int messages();

  /** Whether the server has announced, or done, its end. Does no waiting. */
  boolean isStale();

  /** After a long rest: one round trip that proves it alive, by this deadline. */
  Pulse check(Deadline limit);

  /** What came of asking. */
  enum Pulse {
    /** Its server answered. */
    ALIVE,
    /** It is of no use any more. */
    GONE,
    /** Nobody answered in time: what lies between may have forgotten it, and others like it. */
    SILENT
  }

  /** Says good-bye and closes. May wait a little. */
  void quit();

  /** Closes at once. */
  void abort();
}

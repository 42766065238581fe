package dev.mailconnector.internal.pool;

import dev.mailconnector.internal.Deadline;

/** Opens connections; called with a permit and without any lock. Thread-safe. */
@FunctionalInterface
public interface Opener<C extends PooledConnection> {

  /** A connection that is ready for use, within the deadline, for somebody who waits for it. */
  C open(Deadline deadline);

  /** The same in the background; may be interrupted. */
  default C openBehind(Deadline deadline) {
    return open(deadline);
  }

  /** Whether it is worth trying to open one in the background now. */
  default boolean isPromising() {
    return true;
  }

  /**
   * Whether one opened now would have another credential than this one, so that it does not end
   * with it. May wait a little, may be interrupted.
   */
  default boolean hasAnotherCredentialThan(C connection) {
    return true;
  }
}

package dev.mailconnector.internal.pool;

/**
 * A connection with the pool's own notes on it. Changed only by the thread that holds it; others
 * may read the notes.
 */
final class PoolEntry<C extends PooledConnection> {
  private final C connection;
  private final int epoch;
  private final int refusals;
  private final long endOfLife;
  private volatile long restingSince;

  PoolEntry(C connection, int epoch, int refusals, long now, long endOfLife) {
    this.connection = connection;
    this.epoch = epoch;
    this.refusals = refusals;
    this.endOfLife = endOfLife;
    this.restingSince = now;
  }

  C connection() {
    return connection;
  }

  /** The pool's epoch when it was opened. */
  int epoch() {
    return epoch;
  }

  /** How many refusals the pool had heard of when its opening began. */
  int refusals() {
    return refusals;
  }

  /** When it must go for its age; the monotonic clock. */
  long endOfLife() {
    return endOfLife;
  }

  /** Since when it has carried nothing. */
  long restingSince() {
    return restingSince;
  }

  void rests(long now) {
    restingSince = now;
  }
}

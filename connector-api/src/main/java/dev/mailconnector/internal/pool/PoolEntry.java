package dev.mailconnector.internal.pool;

/**
 * A connection with the pool's own notes on it. Touched only by the thread that holds it; handed
 * over through the idle stack.
 */
final class PoolEntry<C extends PooledConnection> {
  private final C connection;
  private final int epoch;
  private final long endOfLife;
  private long restingSince;

  PoolEntry(C connection, int epoch, long now, long endOfLife) {
    this.connection = connection;
    this.epoch = epoch;
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

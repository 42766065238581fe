package dev.mailconnector.internal.pool;

/**
 * How full a pool is.
 *
 * @param max the cap
 * @param active connections in use, being opened or saying good-bye
 * @param idle connections at rest
 * @param waiting senders in the queue
 */
public record PoolSnapshot(int max, int active, int idle, int waiting) {

  @Override
  public String toString() {
    return active
        + " of "
        + max
        + " connections in use, "
        + idle
        + " at rest, "
        + waiting
        + " senders waiting";
  }
}

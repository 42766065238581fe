package dev.mailconnector.internal.pool;

/**
 * The exclusive use of one connection, until {@link #close}. A lease that ends without {@link
 * #markReusable()} closes its connection: whoever leaves by an exception leaves it in an unknown
 * state. Not thread-safe.
 */
public final class Lease<C extends PooledConnection> implements AutoCloseable {
  private final ConnectionPool<C> pool;
  private final PoolEntry<C> entry;
  private final boolean opened;
  private final boolean awaited;
  private boolean reusable;
  private boolean closed;

  Lease(ConnectionPool<C> pool, PoolEntry<C> entry, boolean opened, boolean awaited) {
    this.pool = pool;
    this.entry = entry;
    this.opened = opened;
    this.awaited = awaited;
  }

  /** The connection. */
  public C connection() {
    return entry.connection();
  }

  /** Whether it was open before this lease, so that the server may have closed it meanwhile. */
  public boolean mayBeDead() {
    return !opened;
  }

  /** Whether the borrower waited until it was opened, by itself or by others. */
  public boolean wasAwaited() {
    return awaited;
  }

  /** The connection is in order and may serve the next borrower. */
  public void markReusable() {
    reusable = true;
  }

  /**
   * Whether it must be given back between two messages, because its time has come.
   *
   * @param byOthers whether others who wait are a reason as well
   */
  public boolean isWanted(boolean byOthers) {
    return pool.wants(entry, byOthers);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pool.giveBack(entry, reusable);
    }
  }
}

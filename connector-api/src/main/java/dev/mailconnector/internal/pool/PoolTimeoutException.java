package dev.mailconnector.internal.pool;

import org.jspecify.annotations.Nullable;

/** No connection came free in time. */
public final class PoolTimeoutException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient PoolSnapshot snapshot;

  PoolTimeoutException(PoolSnapshot snapshot, @Nullable InterruptedException cause) {
    super(snapshot.toString(), cause);
    this.snapshot = snapshot;
  }

  /** How full the pool was. */
  public PoolSnapshot snapshot() {
    return snapshot;
  }
}

package dev.mailconnector.internal.pool;

/** The pool is closed. */
public final class PoolClosedException extends Exception {
  private static final long serialVersionUID = 1L;

  PoolClosedException() {
    super("the pool is closed");
  }
}

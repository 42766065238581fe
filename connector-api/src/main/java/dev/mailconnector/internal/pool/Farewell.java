package dev.mailconnector.internal.pool;

import dev.mailconnector.event.ConnectorEvent.CloseReason;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** How connections end. The permit of one goes only when its line is down. */
final class Farewell<C extends PooledConnection> {
  private final PermitBook<C> book;
  private final Executor workers;
  private final PoolListener listener;
  private volatile boolean ended;

  Farewell(PermitBook<C> book, Executor workers, PoolListener listener) {
    this.book = book;
    this.workers = workers;
    this.listener = listener;
  }

  /** Says good-bye on a worker and gives the permit up. */
  void inBackground(PoolEntry<C> entry, CloseReason reason) {
    leaves(entry, reason);
    if (!ended) {
      try {
        workers.execute(
            () -> {
              try {
                entry.connection().quit();
              } finally {
                book.gone(entry);
              }
            });
        return;
      } catch (RejectedExecutionException e) {
        // The connector is closing: no time for good-byes.
      }
    }
    entry.connection().abort();
    book.gone(entry);
  }

  /** Says good-bye now; the permit stays with the caller. */
  void atOnce(PoolEntry<C> entry, CloseReason reason) {
    leaves(entry, reason);
    try {
      entry.connection().quit();
    } finally {
      book.forget(entry);
    }
  }

  /** Ends it without a good-bye; the permit stays with the caller. */
  void without(PoolEntry<C> entry, CloseReason reason) {
    leaves(entry, reason);
    entry.connection().abort();
    book.forget(entry);
  }

  private void leaves(PoolEntry<C> entry, CloseReason reason) {
    entry.leave();
    listener.closed(entry.connection().id(), reason);
  }

  /** Aborts what is still open; from now on nobody says good-bye. */
  void end() {
    ended = true;
    book.open().forEach(entry -> entry.connection().abort());
  }
}

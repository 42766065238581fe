package dev.mailconnector.internal.pool;

import dev.mailconnector.event.ConnectorEvent.CloseReason;

/** Hears which connections go. */
@FunctionalInterface
public interface PoolListener {

  /** The connection of this id goes, for this reason. */
  void closed(String connection, CloseReason reason);
}

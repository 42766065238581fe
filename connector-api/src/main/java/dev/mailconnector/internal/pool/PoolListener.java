package dev.mailconnector.internal.pool;

/** Hears which connections go. */
@FunctionalInterface
public interface PoolListener {

  /** The connection of this id goes, for this reason. */
  void closed(String connection, String reason);
}

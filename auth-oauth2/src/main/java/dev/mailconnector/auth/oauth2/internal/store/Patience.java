package dev.mailconnector.auth.oauth2.internal.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/**
 * How long a connection waits for its database to say anything. The limit of a statement is kept by
 * the database or with its help, so it is worth nothing once the database has vanished; and most
 * drivers wait for ever then, unless they are told this.
 */
final class Patience implements AutoCloseable {
  private final Connection connection;
  private final int before;
  private final boolean changed;

  private Patience(Connection connection, int before, boolean changed) {
    this.connection = connection;
    this.before = before;
    this.changed = changed;
  }

  /** Limits the waits of this connection, unless they are limited to less already. */
  static Patience with(Connection connection) throws SQLException {
    try {
      int before = connection.getNetworkTimeout();
      boolean changed = before <= 0 || before > TokenRow.LONGEST_SILENCE_MILLIS;
      if (changed) {
        connection.setNetworkTimeout(Runnable::run, TokenRow.LONGEST_SILENCE_MILLIS);
      }
      return new Patience(connection, before, changed);
    } catch (SQLFeatureNotSupportedException | AbstractMethodError old) {
      return new Patience(connection, 0, false);
    }
  }

  /** The connection, so limited. */
  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    if (!changed) {
      return;
    }
    try {
      connection.setNetworkTimeout(Runnable::run, before);
    } catch (SQLException broken) {
      // What was done with it is done; whoever uses it next will see.
    }
  }
}

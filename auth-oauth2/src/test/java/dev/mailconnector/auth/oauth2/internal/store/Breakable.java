package dev.mailconnector.auth.oauth2.internal.store;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that can be away; or one that hands out the same connection for ever. */
final class Breakable implements DataSource {
  volatile boolean broken;
  volatile boolean exploding;
  private final DataSource database;
  private final @Nullable Connection only;

  Breakable(DataSource database) {
    this(database, null);
  }

  Breakable(DataSource database, @Nullable Connection only) {
    this.database = database;
    this.only = only;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (broken) {
      throw new SQLException("no connection", "08001");
    }
    if (exploding) {
      throw new IllegalStateException("the pool is closed");
    }
    return only == null ? database.getConnection() : unclosable(only);
  }

  private static Connection unclosable(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Breakable.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() {
    throw new AssertionError("The token store has no business with the log writer");
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}

package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.TokenException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table. Custody is a lease in the row, taken by an update that names the version it
 * has seen, and over by the database's clock: the nodes' own clocks need not agree. Every change
 * raises the version, so a holder that outlived its lease changes nothing.
 */
public final class JdbcTokens implements TokenPlace {
  /** One reading or writing of rows. */
  @FunctionalInterface
  private interface Work<T> {
    @Nullable T on(Connection connection) throws SQLException, TokenException;
  }

  private final DataSource database;
  private final TokenSeal seal;
  private final Duration lease;
  private final String self = UUID.randomUUID().toString();
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  /**
   * A place in this database.
   *
   * @param lease how long a lease lasts that nobody gives back
   */
  public JdbcTokens(DataSource database, TokenSeal seal, Duration lease) {
    this.database = database;
    this.seal = seal;
    this.lease = lease;
  }

  @Override
  public @Nullable Custody claim(String account, Instant now) throws TokenException {
    if (!held.add(account)) {
      return null;
    }
    Custody custody = null;
    try {
      custody = committed(connection -> lease(connection, account));
      return custody;
    } catch (SQLException e) {
      if (JdbcTrouble.isLostRace(e)) {
        return null;
      }
      throw JdbcTrouble.of(account, "could not be leased", e);
    } finally {
      if (custody == null) {
        held.remove(account);
      }
    }
  }

  private @Nullable Custody lease(Connection connection, String account)
      throws SQLException, TokenException {
    TokenRow row = TokenRow.findOrInsert(connection, account);
    boolean leased = row.until() != null && row.now().isBefore(row.until());
    // One of our own that nobody here holds could not be given back.
    if (leased && !self.equals(row.holder())) {
      return null;
    }
    String sealed = row.sealed();
    TokenRecord kept =
        sealed == null
            ? null
            : seal.open(account, sealed, "The row of " + account + " in " + TokenRow.TABLE);
    return row.lease(connection, self, row.now().plus(lease)) ? new Held(account, row, kept) : null;
  }

  /** Each statement is committed at once, whatever the connection was set to. */
  private <T> @Nullable T committed(Work<T> work) throws SQLException, TokenException {
    try (Connection connection = database.getConnection();
        Patience limited = Patience.with(connection)) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(true);
      try {
        return work.on(limited.connection());
      } finally {
        if (!before) {
          connection.setAutoCommit(false);
        }
      }
    } catch (RuntimeException ofPoolOrDriver) {
      throw new SQLException(ofPoolOrDriver.toString(), ofPoolOrDriver);
    }
  }

  @Override
  public String toString() {
    return "the token store in " + TokenRow.TABLE;
  }

  private final class Held implements Custody {
    private final String account;
    private final Instant now;
    private final @Nullable TokenRecord kept;
    private long version;
    private boolean closed;

    Held(String account, TokenRow row, @Nullable TokenRecord kept) {
      this.account = account;
      this.now = row.now();
      this.kept = kept;
      this.version = row.version() + 1;
    }

    @Override
    public @Nullable TokenRecord kept() {
      return kept;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public boolean write(TokenRecord next) throws TokenException {
      String sealed = seal.close(account, next);
      try {
        boolean written =
            Boolean.TRUE.equals(
                committed(connection -> TokenRow.write(connection, account, version, sealed)));
        version += written ? 1 : 0;
        return written;
      } catch (SQLException e) {
        throw JdbcTrouble.of(account, "could not be written", e);
      }
    }

    /** The lease was a write already. */
    @Override
    public void checkWritable() throws TokenException {
      seal.close(account, TokenRecord.of(null));
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        committed(connection -> TokenRow.release(connection, account, self));
      } catch (SQLException | TokenException expiresByItself) {
        // Others wait until then; this node knows its own.
      } finally {
        held.remove(account);
      }
    }
  }
}

package dev.mailconnector.auth.oauth2.internal.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table, as it was read together with the database's clock.
 *
 * @param version raised by every change
 * @param holder who leased it last, or null
 * @param until the end of that lease, or null
 * @param sealed the encrypted record, or null if there is none yet
 */
public record TokenRow(
    String account,
    long version,
    @Nullable String holder,
    @Nullable Instant until,
    @Nullable String sealed,
    Instant now) {
  static final String TABLE = "mailconnector_refresh_token";

  /** Creates the table, in H2 and PostgreSQL; other databases call the types differently. */
  public static final String CREATE_TABLE =
      """
      CREATE TABLE mailconnector_refresh_token (
        account      VARCHAR(512) NOT NULL PRIMARY KEY,
        version      BIGINT NOT NULL,
        lease_holder VARCHAR(64),
        lease_until  TIMESTAMP WITH TIME ZONE,
        sealed       TEXT
      )""";

  private static final String SELECT =
      "SELECT version, lease_holder, lease_until, sealed, CURRENT_TIMESTAMP FROM "
          + TABLE
          + " WHERE account = ?";
  private static final String INSERT = "INSERT INTO " + TABLE + " (account, version) VALUES (?, 0)";
  private static final String LEASE =
      "UPDATE "
          + TABLE
          + " SET lease_holder = ?, lease_until = ?, version = version + 1"
          + " WHERE account = ? AND version = ?";
  private static final String WRITE =
      "UPDATE "
          + TABLE
          + " SET sealed = ?, version = version + 1 WHERE account = ? AND version = ?";
  private static final String RELEASE =
      "UPDATE "
          + TABLE
          + " SET lease_holder = NULL, lease_until = NULL, version = version + 1"
          + " WHERE account = ? AND lease_holder = ?";

  private static final int LONGEST_SECONDS = 10;

  /** More than a statement may take, so that the database can say so itself. */
  static final int LONGEST_SILENCE_MILLIS = 15_000;

  /** The row of this account, which is made where there is none. */
  static TokenRow findOrInsert(Connection connection, String account) throws SQLException {
    TokenRow row = find(connection, account);
    if (row != null) {
      return row;
    }
    try (PreparedStatement insert = prepare(connection, INSERT)) {
      insert.setString(1, account);
      insert.executeUpdate();
    } catch (SQLException e) {
      if (!JdbcTrouble.isDuplicate(e)) {
        throw e;
      }
    }
    row = find(connection, account);
    if (row == null) {
      throw new SQLException("the row of " + account + " vanished");
    }
    return row;
  }

  private static @Nullable TokenRow find(Connection connection, String account)
      throws SQLException {
    try (PreparedStatement select = prepare(connection, SELECT)) {
      select.setString(1, account);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          return null;
        }
        OffsetDateTime until = rows.getObject(3, OffsetDateTime.class);
        return new TokenRow(
            account,
            rows.getLong(1),
            rows.getString(2),
            until == null ? null : until.toInstant(),
            rows.getString(4),
            rows.getObject(5, OffsetDateTime.class).toInstant());
      }
    }
  }

  /** Leases it, unless somebody has changed it since. */
  boolean lease(Connection connection, String newHolder, Instant end) throws SQLException {
    try (PreparedStatement update = prepare(connection, LEASE)) {
      update.setString(1, newHolder);
      update.setObject(2, OffsetDateTime.ofInstant(end, ZoneOffset.UTC));
      update.setString(3, account);
      update.setLong(4, version);
      return update.executeUpdate() == 1;
    }
  }

  /** Keeps a record, if the row still has this version. */
  static boolean write(Connection connection, String account, long version, String sealed)
      throws SQLException {
    try (PreparedStatement update = prepare(connection, WRITE)) {
      update.setString(1, sealed);
      update.setString(2, account);
      update.setLong(3, version);
      return update.executeUpdate() == 1;
    }
  }

  /** Gives a lease back, if it is still this holder's. */
  static boolean release(Connection connection, String account, String holder) throws SQLException {
    try (PreparedStatement update = prepare(connection, RELEASE)) {
      update.setString(1, account);
      update.setString(2, holder);
      return update.executeUpdate() == 1;
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(LONGEST_SECONDS);
    return statement;
  }
}

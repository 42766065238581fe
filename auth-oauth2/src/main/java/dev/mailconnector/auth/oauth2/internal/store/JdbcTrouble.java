package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.diagnosis.FileRows;
import dev.mailconnector.failure.Remedy;
import java.sql.SQLException;
import java.util.Set;

/** What a database's errors mean, by their SQLSTATE. */
final class JdbcTrouble {
  private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

  /** Data that does not fit, login, and SQL or rights: none passes by itself. */
  private static final Set<String> LASTING = Set.of("22", "28", "42");

  private static final int EXCERPT = 300;

  private JdbcTrouble() {}

  static TokenException of(String account, String how, SQLException cause) {
    String what =
        "The refresh token of " + account + " " + how + " in the database: " + reason(cause);
    String state = state(cause);
    if (NO_TABLE.contains(state)) {
      return TokenException.permanent(
          what,
          null,
          new Remedy(
              FileRows.TABLE_MISSING,
              "Create the table "
                  + TokenRow.TABLE
                  + ": RefreshTokenStore.jdbcTable() has the statement."),
          cause);
    }
    if (LASTING.contains(state.substring(0, Math.min(2, state.length())))) {
      return TokenException.permanent(
          what, null, FileRows.TABLE_RIGHTS.remedy("Its name is " + TokenRow.TABLE + "."), cause);
    }
    return TokenException.temporary(what, null, FileRows.DATABASE.remedy(), null, cause);
  }

  /** Whether two changes of one row met, and the other one won. */
  static boolean isLostRace(SQLException failure) {
    return state(failure).startsWith("40");
  }

  static boolean isDuplicate(SQLException failure) {
    return state(failure).startsWith("23");
  }

  private static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  private static String reason(SQLException failure) {
    String text = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
    String start = text.length() > EXCERPT ? text.substring(0, EXCERPT) + "..." : text;
    return start + " (SQLSTATE " + state(failure) + ")";
  }
}

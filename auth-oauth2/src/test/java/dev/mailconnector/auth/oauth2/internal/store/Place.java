package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Each kind of place, in a folder; asked twice it is what a second process would see. */
enum Place {
  MEMORY {
    @Override
    TokenPlace in(Path folder, String key) {
      return new MemoryTokens();
    }
  },
  FILE {
    @Override
    TokenPlace in(Path folder, String key) {
      return TokenFiles.single(folder.resolve("one.token"), seal(key));
    }
  },
  FOLDER {
    @Override
    TokenPlace in(Path folder, String key) {
      return TokenFiles.folder(folder.resolve("tokens"), seal(key));
    }
  },
  JDBC {
    @Override
    TokenPlace in(Path folder, String key) {
      return new JdbcTokens(database(folder), seal(key), Duration.ofMinutes(2));
    }
  };

  static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  static final String OTHER_KEY = "ff".repeat(32);

  abstract TokenPlace in(Path folder, String key);

  /** A store that does not wait. */
  RefreshTokenStore store(Path folder) {
    return new LeasedRefreshTokens(in(folder, KEY), Duration.ZERO);
  }

  RefreshTokenStore store(Path folder, String key) {
    return new LeasedRefreshTokens(in(folder, key), Duration.ZERO);
  }

  static TokenSeal seal(String key) {
    return new TokenSeal(SecretSource.fixed(Secret.of(key)));
  }

  static DataSource database(Path folder) {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:" + folder.resolve("db") + ";DB_CLOSE_DELAY=0");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          RefreshTokenStore.jdbcTable().replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database;
  }
}

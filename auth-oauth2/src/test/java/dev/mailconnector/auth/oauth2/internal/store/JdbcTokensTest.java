package dev.mailconnector.auth.oauth2.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.RefreshTokenStore.Lease;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcTokensTest {
  private static final Secret FIRST = Secret.of("first-token");
  private static final Secret SECOND = Secret.of("second-token");
  private static final Secret THIRD = Secret.of("third-token");

  /** No node's clock matters: this one is wrong by decades. */
  private static final Instant WRONG = Instant.parse("1999-01-01T00:00:00Z");

  @TempDir Path folder;
  private DataSource database;
  private Connection kept;

  @BeforeEach
  void open() throws SQLException {
    database = Place.database(folder);
    kept = database.getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    kept.close();
  }

  private RefreshTokenStore node() {
    return node(database, Duration.ofMinutes(2));
  }

  private static RefreshTokenStore node(DataSource database, Duration lease) {
    return new LeasedRefreshTokens(
        new JdbcTokens(database, Place.seal(Place.KEY), lease), Duration.ZERO);
  }

  @Test
  void row_asItIsInTheDatabase_hasNoTokenInClear() throws Exception {
    rotate(node());
    try (Statement statement = kept.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM mailconnector_refresh_token")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString("account")).isEqualTo("ann");
      assertThat(row.getString("sealed")).startsWith("eyJ").doesNotContain("second-token");
      assertThat(row.getString("lease_holder")).isNull();
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void lease_ofANodeThatDied_overByTheDatabasesClock() throws Exception {
    Lease dead = node().take("ann", FIRST, WRONG);
    dead.present();
    RefreshTokenStore other = node();
    assertThatThrownBy(() -> other.take("ann", FIRST, WRONG)).hasMessageContaining("in use");
    letLeasesExpire();

    try (Lease lease = other.take("ann", FIRST, WRONG)) {
      assertThat(lease.unfinished()).isPresent();
      assertThat(lease.unfinished().orElseThrow()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
      lease.present();
      lease.settle(SECOND, null);
    }
    assertThat(current(other)).isEqualTo(SECOND);
  }

  @Test
  void settle_leaseOutlived_changesNothingAndSaysSo() throws Exception {
    Lease slow = node().take("ann", FIRST, WRONG);
    slow.present();
    letLeasesExpire();
    rotate(node());

    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> slow.settle(THIRD, null));
    assertThat(failure)
        .hasMessageContaining("was not kept")
        .hasMessageContaining("it took longer than the lease")
        .returns("refresh-token-changed", told -> told.diagnosis().orElseThrow().id());
    slow.close();
    assertThat(current(node())).isEqualTo(SECOND);
  }

  @Test
  void present_leaseOutlived_nothingIsPresented() throws Exception {
    Lease slow = node().take("ann", FIRST, WRONG);
    letLeasesExpire();
    Lease other = node().take("ann", FIRST, WRONG);
    assertThatThrownBy(slow::present)
        .hasMessageContaining("was taken by another exchange")
        .hasMessageContaining("Nothing was sent");
    slow.close();
    assertThatThrownBy(() -> node().take("ann", FIRST, WRONG))
        .as("the other one's lease stands")
        .hasMessageContaining("in use");
    assertThat(other.present()).isEqualTo(FIRST);
  }

  @Test
  void settle_databaseAway_newTokenIsPresentedAndKeptWhenItIsBack() throws Exception {
    Breakable breakable = new Breakable(database);
    RefreshTokenStore store = node(breakable, Duration.ofMinutes(2));
    Lease lease = store.take("ann", FIRST, WRONG);
    lease.present();
    breakable.broken = true;
    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            () -> lease.settle(SECOND, AccessToken.of(Secret.of("at"), Duration.ofHours(1))));
    lease.close();
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining("could not be written in the database: no connection")
        .returns("token-database-failing", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("is kept in memory until it can be written");
    assertThatThrownBy(() -> store.take("ann", FIRST, WRONG))
        .hasMessageContaining("could not be leased in the database: no connection");
    breakable.broken = false;

    // The lease could not be given back; it is still this node's own.
    try (Lease next = store.take("ann", FIRST, WRONG)) {
      assertThat(next.recent()).isEmpty();
      assertThat(next.unfinished()).isEmpty();
      assertThat(next.present()).isEqualTo(SECOND);
    }
    assertThat(current(node())).isEqualTo(SECOND);
  }

  @Test
  void settle_poolThrowsSomethingElse_newTokenIsPresentedAndKept() throws Exception {
    Breakable breakable = new Breakable(database);
    RefreshTokenStore store = node(breakable, Duration.ofMinutes(2));
    Lease lease = store.take("ann", FIRST, WRONG);
    lease.present();
    breakable.exploding = true;
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> lease.settle(SECOND, null));
    lease.close();
    assertThat(failure).hasMessageContaining("the pool is closed");
    breakable.exploding = false;

    try (Lease next = store.take("ann", FIRST, WRONG)) {
      assertThat(next.present()).isEqualTo(SECOND);
    }
  }

  @Test
  void database_thatSaysNothing_isWaitedForFifteenSecondsAtMost() throws Exception {
    Mute driver = new Mute(kept, 0);
    rotate(node(driver.database(), Duration.ofMinutes(2)));
    assertThat(driver.unlimited).as("statements that may wait for ever").isZero();
    assertThat(driver.timeout).as("as it was before").isZero();
    assertThat(driver.settings).startsWith(15_000, 0);

    Mute hasty = new Mute(kept, 2_000);
    rotate(node(hasty.database(), Duration.ofMinutes(2)));
    assertThat(hasty.settings).as("limited to less already").isEmpty();
  }

  @Test
  void driver_withoutNetworkTimeout_worksAllTheSame() throws Exception {
    Mute driver = new Mute(kept, 0);
    driver.old = true;
    rotate(node(driver.database(), Duration.ofMinutes(2)));
    assertThat(driver.unlimited).isPositive();
  }

  /** A driver that notes how long it may wait for its database. */
  private static final class Mute {
    final List<Integer> settings = new ArrayList<>();
    int timeout;
    int unlimited;
    boolean old;
    private final Connection connection;

    Mute(Connection connection, int timeout) {
      this.connection = connection;
      this.timeout = timeout;
    }

    DataSource database() {
      return new Breakable(
          null,
          (Connection)
              Proxy.newProxyInstance(
                  Mute.class.getClassLoader(),
                  new Class<?>[] {Connection.class},
                  (proxy, method, arguments) -> call(method, arguments)));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
      if (method.getName().endsWith("NetworkTimeout")) {
        if (old) {
          throw new SQLFeatureNotSupportedException("Too old");
        }
        if (method.getName().startsWith("get")) {
          return timeout;
        }
        timeout = (int) arguments[1];
        settings.add(timeout);
        return null;
      }
      unlimited += method.getName().equals("prepareStatement") && timeout == 0 ? 1 : 0;
      try {
        return method.invoke(connection, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  @Test
  void settle_tokenStaysAndDatabaseAway_noFailure() throws Exception {
    Breakable breakable = new Breakable(database);
    try (Lease lease = node(breakable, Duration.ofMinutes(2)).take("ann", FIRST, WRONG)) {
      lease.present();
      breakable.broken = true;
      lease.settle(FIRST, null);
    }
  }

  @Test
  void recent_ofAnotherNode_byTheDatabasesClock() throws Exception {
    AccessToken token = AccessToken.of(Secret.of("at"), Duration.ofHours(1));
    try (Lease lease = node().take("ann", FIRST, WRONG)) {
      lease.present();
      lease.settle(SECOND, token);
    }
    try (Lease lease = node().take("ann", FIRST, WRONG.plus(Duration.ofDays(9999)))) {
      assertThat(lease.recent().orElseThrow().value()).isEqualTo(token.value());
      assertThat(lease.recent().orElseThrow().lifetime()).isLessThanOrEqualTo(token.lifetime());
    }
  }

  @Test
  void take_noTable_saysHowToMakeIt() {
    JdbcDataSource empty = new JdbcDataSource();
    empty.setURL("jdbc:h2:mem:");
    TokenException failure = failure(node(empty, Duration.ofMinutes(2)));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("Create the table mailconnector_refresh_token")
        .returns("token-table-missing", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("RefreshTokenStore.jdbcTable()");
  }

  @Test
  void take_wrongPassword_whoMustAct() {
    JdbcDataSource wrong = new JdbcDataSource();
    wrong.setURL("jdbc:h2:" + folder.resolve("db"));
    wrong.setUser("somebody");
    wrong.setPassword("n0t-the-password");
    TokenException failure = failure(node(wrong, Duration.ofMinutes(2)));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("Whoever administers the database")
        .returns("token-table-refused", told -> told.diagnosis().orElseThrow().id())
        .hasMessageNotContaining("n0t-the-password");
  }

  @Test
  void account_tooLongForItsColumn_permanent() {
    String account = "a".repeat(513);
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> node().take(account, FIRST, WRONG));
    assertThat(failure.permanent()).isTrue();
  }

  @Test
  void take_wrongKey_leavesNoLease() throws Exception {
    rotate(node());
    RefreshTokenStore wrong =
        new LeasedRefreshTokens(
            new JdbcTokens(database, Place.seal(Place.OTHER_KEY), Duration.ofMinutes(2)),
            Duration.ZERO);
    assertThat(failure(wrong)).hasMessageContaining("The row of ann in");
    assertThat(current(node())).isEqualTo(SECOND);
  }

  @Test
  void connections_thatDoNotCommitByThemselves_committedAndSetBack() throws Exception {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      DataSource one = new Breakable(database, connection);
      rotate(node(one, Duration.ofMinutes(2)));
      assertThat(connection.getAutoCommit()).isFalse();
      connection.rollback();
    }
    assertThat(current(node())).isEqualTo(SECOND);
  }

  private void letLeasesExpire() throws SQLException {
    try (Statement statement = kept.createStatement()) {
      statement.executeUpdate(
          "UPDATE mailconnector_refresh_token SET lease_until = CURRENT_TIMESTAMP - INTERVAL '1'"
              + " SECOND");
    }
  }

  private static void rotate(RefreshTokenStore store) throws TokenException {
    try (Lease lease = store.take("ann", FIRST, WRONG)) {
      lease.present();
      lease.settle(SECOND, null);
    }
  }

  private static Secret current(RefreshTokenStore store) throws TokenException {
    try (Lease lease = store.take("ann", FIRST, WRONG)) {
      return lease.present();
    }
  }

  private static TokenException failure(RefreshTokenStore store) {
    return catchThrowableOfType(TokenException.class, () -> current(store));
  }

  @Test
  void lease_thatIsOverAtOnce_isRefusedAtConstruction() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThatThrownBy(
              () -> RefreshTokenStore.jdbc(database, SecretSource.fixed(Secret.of("key")), none))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("lease")
          .hasMessageContaining("twice timeouts.token");
    }
  }
}

package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that share refresh tokens in a real PostgreSQL. */
class TokenStoreIT {
  private static final Secret CONSENT = Secret.of("rt-0");
  private static final int NODES = 4;
  private static final int EXCHANGES = 25;

  private static RealDatabase database;

  @BeforeAll
  static void start() throws Exception {
    database = RealDatabase.start();
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @BeforeEach
  void createTable() throws SQLException {
    execute("DROP TABLE IF EXISTS mailconnector_refresh_token");
    execute(RefreshTokenStore.jdbcTable());
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static RefreshTokenStore node(Duration lease) {
    return RefreshTokenStore.jdbc(
        database.dataSource(), SecretSource.fixed(Secret.of("ff".repeat(32))), lease);
  }

  @Test
  void nodes_renewingAtTheSameTime_presentEachTokenOnceAndLoseNone() throws Exception {
    AtomicReference<Secret> good = new AtomicReference<>(CONSENT);
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(NODES);
    List<Future<?>> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      RefreshTokenStore node = node(Duration.ofMinutes(2));
      nodes.add(
          threads.submit(
              () -> {
                for (int done = 0; done < EXCHANGES; ) {
                  done += exchange(node, good, number) ? 1 : 0;
                }
                return null;
              }));
    }
    for (Future<?> node : nodes) {
      node.get();
    }
    threads.shutdown();
    assertThat(number).hasValue(NODES * EXCHANGES);
    assertThat(current()).isEqualTo(good.get());
  }

  private static boolean exchange(
      RefreshTokenStore node, AtomicReference<Secret> good, AtomicInteger number)
      throws TokenException {
    try (RefreshTokenStore.Lease lease = node.take("ann", CONSENT, Instant.EPOCH)) {
      Secret presented = lease.present();
      Secret next = Secret.of("rt-" + number.incrementAndGet());
      assertThat(presented).as("the issuer takes the newest only").isEqualTo(good.get());
      good.set(next);
      lease.settle(next, null);
      return true;
    } catch (TokenException busy) {
      assertThat(busy.permanent()).isFalse();
      assertThat(busy).hasMessageContaining("in use by another exchange");
      return false;
    }
  }

  @Test
  void database_crashes_whatWasSettledIsThereAndWhatWasBegunIsTold() throws Exception {
    RefreshTokenStore node = node(Duration.ofMillis(1));
    try (RefreshTokenStore.Lease lease = node.take("ann", CONSENT, Instant.EPOCH)) {
      lease.present();
      lease.settle(Secret.of("rt-1"), null);
    }
    RefreshTokenStore.Lease cutOff = node.take("ann", CONSENT, Instant.EPOCH);
    cutOff.present();
    database.crash();

    try (RefreshTokenStore.Lease lease =
        node(Duration.ofMinutes(2)).take("ann", CONSENT, Instant.EPOCH)) {
      assertThat(lease.unfinished()).isPresent();
      assertThat(lease.present()).isEqualTo(Secret.of("rt-1"));
      lease.settle(Secret.of("rt-2"), null);
    }
    assertThat(current()).isEqualTo(Secret.of("rt-2"));
  }

  @Test
  void table_missing_permanentAndSaysHowToMakeIt() throws Exception {
    execute("DROP TABLE mailconnector_refresh_token");
    try (RefreshTokenStore.Lease lease =
        node(Duration.ofMinutes(2)).take("ann", CONSENT, Instant.EPOCH)) {
      throw new AssertionError("taken from no table: " + lease);
    } catch (TokenException failure) {
      assertThat(failure.permanent()).isTrue();
      assertThat(failure).hasMessageContaining("RefreshTokenStore.jdbcTable()");
    }
  }

  private static Secret current() throws TokenException {
    try (RefreshTokenStore.Lease lease =
        node(Duration.ofMinutes(2)).take("ann", null, Instant.EPOCH)) {
      return lease.present();
    }
  }
}

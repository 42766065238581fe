package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.RefreshTokenStore.Lease;
import dev.mailconnector.spi.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills nodes that share refresh tokens in a real PostgreSQL, {@code kill -9}, around their
 * issuer's answer. {@code -Dmailconnector.kills=300} for more of it.
 */
class KilledNodeIT {
  private static final int FEW = 3;
  private static final int KILLS = Integer.getInteger("mailconnector.kills", FEW);
  private static final long SEED = Long.getLong("mailconnector.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private RealDatabase database;
  private String good = RenewingNode.CONSENT.reveal();
  private int number;
  private int caught;
  private int settled;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    database = RealDatabase.start();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(RefreshTokenStore.jdbcTable());
    }
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  @Test
  void node_killedAroundTheAnswer_storeHasTheNewTokenOrTellsOfTheExchange() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      String presented = exchangeAndKill();
      try (Lease lease =
          RenewingNode.store(database.port()).take(RenewingNode.ACCOUNT, null, Instant.EPOCH)) {
        boolean unfinished = lease.unfinished().isPresent();
        String kept = lease.present().reveal();
        assertThat(kept).as("seed %s", SEED).isIn(presented, good);
        assertThat(unfinished || kept.equals(good))
            .as("an old token is told of, seed %s", SEED)
            .isTrue();
        caught += kept.equals(good) ? 0 : 1;
        settled += unfinished ? 0 : 1;
        // The user consents again, where that was needed.
        lease.settle(Secret.of(good), null);
      }
    }
    if (KILLS > FEW) {
      System.out.printf(
          "PostgreSQL: %d kills, %d of them caught between, %d after the end, seed %d%n",
          KILLS, caught, settled, SEED);
    }
  }

  /**
   * Two whole exchanges; then the kill about when the next answer is written down.
   *
   * @return the token that was presented last
   */
  private String exchangeAndKill() throws Exception {
    Process node = RenewingNode.start(database.port(), folder.resolve("stderr.txt"));
    try (BufferedReader said = node.inputReader();
        Writer issuer = node.outputWriter()) {
      answer(said, issuer);
      assertThat(said.readLine()).isEqualTo("settled");
      answer(said, issuer);
      long begin = System.nanoTime();
      assertThat(said.readLine()).isEqualTo("settled");
      long settling = System.nanoTime() - begin;
      String presented = good;
      answer(said, issuer);
      long end = System.nanoTime() + (long) (random.nextDouble() * settling);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      return presented;
    } catch (IOException brokenPipe) {
      throw new IllegalStateException(Files.readString(folder.resolve("stderr.txt")), brokenPipe);
    } finally {
      node.destroyForcibly();
      assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** As an issuer that takes the newest token only. */
  private void answer(BufferedReader said, Writer issuer) throws IOException {
    assertThat(said.readLine()).as("presented, seed %s", SEED).isEqualTo(good);
    good = "rt-" + ++number;
    issuer.write(good + "\n");
    issuer.flush();
  }
}

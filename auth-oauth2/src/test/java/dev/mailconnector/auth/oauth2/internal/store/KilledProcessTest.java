package dev.mailconnector.auth.oauth2.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.RefreshTokenStore.Lease;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a process that renews, at random points: {@code kill -9}, so that nothing of it runs on.
 * {@code -Dmailconnector.kills=300} for more of it, {@code -Dmailconnector.seed} for the same
 * again.
 */
class KilledProcessTest {
  private static final int FEW = 2;
  private static final int KILLS = Integer.getInteger("mailconnector.kills", FEW);
  private static final long SEED = Long.getLong("mailconnector.seed", System.nanoTime());

  /** Some times what one renewal takes, in nanoseconds. */
  private static final int SPREAD = 60_000_000;

  private final HttpForTests stack = new HttpForTests();
  private final Random random = new Random(SEED);
  private int caught;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"FOLDER", "JDBC"})
  void process_killedAtAnyPoint_storeIsReadableAndTheAccountGoesOnOrIsReported(Place place)
      throws Exception {
    Path ca = Files.writeString(folder.resolve("ca.pem"), stack.authority().certificatePem());
    try (GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
      issuer.client(RenewingProcess.CLIENT_ID, RenewingProcess.CLIENT_SECRET);
      String consent = issuer.grantRefreshToken(RenewingProcess.CLIENT_ID, "ann@corp.example");
      for (int kill = 0; kill < KILLS; kill++) {
        runAndKill(RenewingProcess.start(place, folder, ca, issuer.tokenEndpoint(), consent));
        if (!goesOn(place, ca, issuer, consent)) {
          caught++;
          consent = issuer.grantRefreshToken(RenewingProcess.CLIENT_ID, "ann@corp.example");
        }
      }
    } finally {
      stack.close();
    }
    if (KILLS > FEW) {
      System.out.printf("%s: %d kills, %d caught, seed %d%n", place, KILLS, caught, SEED);
    }
  }

  /** Lets it renew once at least. */
  private void runAndKill(Process process) throws Exception {
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine())
          .as("first line; its errors: %s", Files.readString(folder.resolve("stderr.txt")))
          .isEqualTo("renewed");
      // Not a wait for something to happen: the point of the kill is what is drawn here.
      long end = System.nanoTime() + random.nextInt(SPREAD);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private boolean goesOn(Place place, Path ca, GenericIssuer issuer, String consent)
      throws Exception {
    RefreshTokenStore store = RenewingProcess.store(place, folder);
    Optional<Instant> unfinished;
    try (Lease lease = store.take("ann", null, Instant.now())) {
      unfinished = lease.unfinished();
    }
    TokenSource source =
        RenewingProcess.source(store, ca, issuer.tokenEndpoint(), consent, stack.timers());
    try {
      source.fetch();
      source.fetch();
      assertThat(issuer.isFamilyRevoked(consent)).as("seed %s", SEED).isFalse();
      return true;
    } catch (TokenException refused) {
      assertThat(unfinished).as("refused without a word, seed %s", SEED).isPresent();
      assertThat(refused)
          .hasMessageContaining("its end was never recorded")
          .hasMessageContaining("consent again");
      return false;
    } finally {
      source.close();
    }
  }
}

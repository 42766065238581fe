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
import java.util.function.BooleanSupplier;
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

  private final HttpForTests stack = new HttpForTests();
  private final Random random = new Random(SEED);
  private int begun;
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
        runAndKill(
            RenewingProcess.start(place, folder, ca, issuer.tokenEndpoint(), consent),
            issuer,
            kill % 2 == 0);
        if (!goesOn(place, ca, issuer, consent)) {
          caught++;
          consent = issuer.grantRefreshToken(RenewingProcess.CLIENT_ID, "ann@corp.example");
        }
      }
    } finally {
      stack.close();
    }
    if (KILLS > FEW) {
      System.out.printf(
          "%s: %d kills, %d of them in an exchange, %d of these caught between, seed %d%n",
          place, KILLS, begun, caught, SEED);
    }
  }

  /**
   * Lets it renew twice; then kills it at any time of the third or fourth renewal, or soon after
   * the issuer has got the next request, which is where a token can be lost.
   */
  private void runAndKill(Process process, GenericIssuer issuer, boolean afterRequest)
      throws Exception {
    try (BufferedReader lines = process.inputReader()) {
      awaitRenewal(lines);
      long first = System.nanoTime();
      awaitRenewal(lines);
      long renewal = System.nanoTime() - first;
      if (afterRequest) {
        int before = issuer.requests().size();
        spin(() -> issuer.requests().size() == before && process.isAlive());
      }
      long end =
          System.nanoTime() + (long) (random.nextDouble() * (afterRequest ? 0.5 : 2) * renewal);
      spin(() -> System.nanoTime() < end);
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void awaitRenewal(BufferedReader lines) throws Exception {
    assertThat(lines.readLine())
        .as("its errors: %s", Files.readString(folder.resolve("stderr.txt")))
        .isEqualTo("renewed");
  }

  /** The point of the kill is drawn, not waited for. */
  private static void spin(BooleanSupplier further) {
    while (further.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private boolean goesOn(Place place, Path ca, GenericIssuer issuer, String consent)
      throws Exception {
    RefreshTokenStore store = RenewingProcess.store(place, folder);
    Optional<Instant> unfinished;
    try (Lease lease = store.take("ann", null, Instant.now())) {
      unfinished = lease.unfinished();
      begun += unfinished.isPresent() ? 1 : 0;
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

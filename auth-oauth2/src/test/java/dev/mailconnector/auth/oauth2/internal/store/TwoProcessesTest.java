package dev.mailconnector.auth.oauth2.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.RefreshTokenStore.Lease;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes of one machine that share a store of files, against an issuer that replaces tokens. */
class TwoProcessesTest {
  private final HttpForTests stack = new HttpForTests();
  private GenericIssuer issuer;
  private String consent;
  private Path ca;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    ca = Files.writeString(folder.resolve("ca.pem"), stack.authority().certificatePem());
    issuer = GenericIssuer.start(stack.authority());
    issuer.client(RenewingProcess.CLIENT_ID, RenewingProcess.CLIENT_SECRET);
    consent = issuer.grantRefreshToken(RenewingProcess.CLIENT_ID, "ann@corp.example");
  }

  @AfterEach
  void stop() {
    issuer.close();
    stack.close();
  }

  /** However late the second one comes, it finds the first one's exchange or its token. */
  @ParameterizedTest
  @EnumSource(names = {"FILE", "FOLDER"})
  void processes_renewingAtOnce_makeOneExchange(Place place) throws Exception {
    issuer.hold();
    Process first = renewOnce(place);
    Process second = renewOnce(place);
    try (BufferedReader one = first.inputReader();
        BufferedReader two = second.inputReader()) {
      awaitExchange(first, second);
      issuer.release();
      assertThat(one.readLine()).as(errors()).isNotNull().isEqualTo(two.readLine());
    } finally {
      end(first);
      end(second);
    }
    assertThat(issuer.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FILE", "FOLDER"})
  void process_diesInItsExchange_othersAreLockedOutUntilThenAndNotLonger(Place place)
      throws Exception {
    issuer.hold();
    Process holder = renewOnce(place);
    awaitExchange(holder);
    RefreshTokenStore here = place.store(folder);
    assertThatThrownBy(() -> here.take("ann", null, Instant.EPOCH).close())
        .hasMessageContaining("in use by another exchange")
        .hasMessageContaining("another process or node that shares this store");
    end(holder);

    try (Lease lease = here.take("ann", null, Instant.EPOCH)) {
      assertThat(lease.unfinished()).isPresent();
      assertThat(lease.present().reveal()).isEqualTo(consent);
    }
  }

  private Process renewOnce(Place place) throws Exception {
    return RenewingProcess.startForOneToken(place, folder, ca, issuer.tokenEndpoint(), consent);
  }

  /** As long as it takes a busy machine to start a process. */
  private void awaitExchange(Process... processes) throws Exception {
    while (true) {
      try {
        issuer.awaitHeld(1);
        return;
      } catch (IllegalStateException notYet) {
        assertThat(processes).as(errors()).allMatch(Process::isAlive);
      }
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private String errors() throws Exception {
    return Files.readString(folder.resolve("stderr.txt"));
  }
}

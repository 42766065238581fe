package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.RefreshTokenStore.Lease;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The token store on a real disk that is full, or that cannot be written. */
class SmallDiskIT {
  private static final Secret CONSENT = Secret.of("rt-0");
  private static final Secret NEXT = Secret.of("rt-1");

  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.mount();
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.close();
    }
  }

  private RefreshTokenStore store() {
    return RefreshTokenStore.encryptedFolder(
        disk.folder(), SecretSource.fixed(Secret.of("ff".repeat(32))));
  }

  @Test
  void disk_fullBeforeTheExchange_nothingIsPresentedAndTheStoreStays() throws Exception {
    settle(store(), NEXT);
    disk.fill();
    try (Lease lease = store().take("ann", CONSENT, Instant.EPOCH)) {
      assertFailure(lease::present, "No space left on device", "Check the disk (space, quota");
    }
    disk.empty();
    assertThat(current(store())).isEqualTo(NEXT);
  }

  @Test
  void disk_fullDuringTheExchange_newTokenIsKeptInMemoryAndWrittenWhenThereIsRoom()
      throws Exception {
    RefreshTokenStore store = store();
    try (Lease lease = store.take("ann", CONSENT, Instant.EPOCH)) {
      lease.present();
      disk.fill();
      assertFailure(() -> lease.settle(NEXT, null), "No space left on device", "Check the disk");
    }
    disk.empty();
    assertThat(current(store)).isEqualTo(NEXT);
    assertThat(current(store())).as("by a process that comes later").isEqualTo(NEXT);
  }

  @Test
  void disk_readOnly_saysSoAndNothingIsPresented() throws Exception {
    settle(store(), NEXT);
    disk.readOnly(true);
    assertFailure(
        () -> store().take("ann", CONSENT, Instant.EPOCH),
        "Read-only file system",
        "Check the disk (space, quota, read-only)");
    disk.readOnly(false);
    assertThat(current(store())).isEqualTo(NEXT);
  }

  private interface Step {
    void run() throws TokenException;
  }

  private static void assertFailure(Step step, String cause, String advice) {
    TokenException failure = catchThrowableOfType(TokenException.class, step::run);
    assertThat(failure.permanent()).isFalse();
    assertThat(failure).hasMessageContaining(cause).hasMessageContaining(advice);
  }

  private static void settle(RefreshTokenStore store, Secret next) throws TokenException {
    try (Lease lease = store.take("ann", CONSENT, Instant.EPOCH)) {
      lease.present();
      lease.settle(next, null);
    }
  }

  private static Secret current(RefreshTokenStore store) throws TokenException {
    try (Lease lease = store.take("ann", CONSENT, Instant.EPOCH)) {
      return lease.present();
    }
  }
}

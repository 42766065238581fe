package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.Secret;
import org.junit.jupiter.api.Test;

class RefreshTokenStoreTest {
  private static final Secret FIRST = Secret.of("first-token");
  private static final Secret SECOND = Secret.of("second-token");

  private final RefreshTokenStore store = RefreshTokenStore.inMemory();

  @Test
  void take_nothingKept_configuredOne() throws TokenException {
    assertThat(current(FIRST)).isEqualTo(FIRST);
  }

  @Test
  void take_afterReplace_newOneUntilTheConfiguredOneChanges() throws TokenException {
    try (RefreshTokenStore.Lease lease = store.take("ann", FIRST)) {
      lease.replace(SECOND);
      assertThat(lease.refreshToken()).isEqualTo(FIRST);
    }
    assertThat(current(FIRST)).isEqualTo(SECOND);
    Secret consentedAnew = Secret.of("third-token");
    assertThat(current(consentedAnew)).isEqualTo(consentedAnew);
  }

  @Test
  void take_leaseOut_refusedForThisAccountOnlyAndForAWhile() throws TokenException {
    RefreshTokenStore.Lease lease = store.take("ann", FIRST);
    assertThatThrownBy(() -> store.take("ann", FIRST))
        .isInstanceOfSatisfying(
            TokenException.class, failure -> assertThat(failure.permanent()).isFalse())
        .hasMessageContaining("in use by another exchange")
        .hasMessageNotContaining("first-token");
    store.take("bob", FIRST).close();
    lease.close();
    assertThat(current(FIRST)).isEqualTo(FIRST);
  }

  @Test
  void close_twice_doesNotEndTheNextLease() throws TokenException {
    RefreshTokenStore.Lease lease = store.take("ann", FIRST);
    lease.close();
    RefreshTokenStore.Lease next = store.take("ann", FIRST);
    lease.close();
    assertThatThrownBy(() -> store.take("ann", FIRST)).isInstanceOf(TokenException.class);
    next.close();
  }

  private Secret current(Secret configured) throws TokenException {
    try (RefreshTokenStore.Lease lease = store.take("ann", configured)) {
      return lease.refreshToken();
    }
  }
}

package dev.mailconnector.auth.oauth2.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.RefreshTokenStore.Lease;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store keeps to. */
class RefreshTokenStoreTest {
  private static final Secret FIRST = Secret.of("first-token");
  private static final Secret SECOND = Secret.of("second-token");
  private static final Secret THIRD = Secret.of("third-token");
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void take_nothingKept_configuredOne(Place place) throws TokenException {
    assertThat(current(place.store(folder), FIRST)).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @EnumSource
  void take_nothingKeptOrConfigured_saysThatConsentIsMissing(Place place) throws TokenException {
    try (Lease lease = place.store(folder).take("ann", null, NOW)) {
      TokenException failure = catchThrowableOfType(TokenException.class, lease::present);
      assertThat(failure.permanent()).isTrue();
      assertThat(failure).hasMessageContaining("log in and consent first");
    }
  }

  @ParameterizedTest
  @EnumSource
  void take_afterSettle_newOneUntilTheConfiguredOneChanges(Place place) throws TokenException {
    RefreshTokenStore store = place.store(folder);
    try (Lease lease = store.take("ann", FIRST, NOW)) {
      assertThat(lease.present()).isEqualTo(FIRST);
      lease.settle(SECOND, null);
    }
    assertThat(current(store, FIRST)).isEqualTo(SECOND);
    assertThat(current(store, null)).isEqualTo(SECOND);
    assertThat(current(store, THIRD)).isEqualTo(THIRD);
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MEMORY")
  void take_byAnotherProcess_whatTheFirstOneLeft(Place place) throws TokenException {
    try (Lease lease = place.store(folder).take("ann", FIRST, NOW)) {
      lease.present();
      lease.settle(SECOND, null);
    }
    assertThat(current(place.store(folder), FIRST)).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @EnumSource
  void put_overWhatIsKept_newOneWhateverIsConfigured(Place place) throws TokenException {
    RefreshTokenStore store = place.store(folder);
    store.put("ann", SECOND, NOW);
    assertThat(current(store, FIRST)).isEqualTo(SECOND);
    store.put("ann", THIRD, NOW);
    assertThat(current(store, FIRST)).isEqualTo(THIRD);
    assertThat(current(store, SECOND)).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @EnumSource
  void take_leaseOut_refusedForAWhile(Place place) throws TokenException {
    RefreshTokenStore store = place.store(folder);
    Lease lease = store.take("ann", FIRST, NOW);
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> store.take("ann", FIRST, NOW));
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining("in use by another exchange")
        .hasMessageNotContaining("first-token");
    lease.close();
    assertThat(current(store, FIRST)).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MEMORY")
  void take_leaseOutInAnotherConnector_refusedUntilItIsGivenBack(Place place)
      throws TokenException {
    Lease lease = place.store(folder).take("ann", FIRST, NOW);
    RefreshTokenStore other = place.store(folder);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> other.take("ann", FIRST, NOW))
          .hasMessageContaining("in use by another exchange");
    }
    lease.present();
    lease.settle(SECOND, null);
    lease.close();
    assertThat(current(other, FIRST)).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "FILE")
  void take_leaseOfAnotherAccount_noConcern(Place place) throws TokenException {
    RefreshTokenStore store = place.store(folder);
    try (Lease ann = store.take("ann", FIRST, NOW);
        Lease bob = store.take("bob", SECOND, NOW)) {
      assertThat(ann.present()).isEqualTo(FIRST);
      assertThat(bob.present()).isEqualTo(SECOND);
    }
  }

  @ParameterizedTest
  @EnumSource
  void take_leaseOutAndPatience_waitsAndGetsTheNewToken(Place place) throws Exception {
    RefreshTokenStore store =
        new LeasedRefreshTokens(place.in(folder, Place.KEY), Duration.ofMinutes(1));
    Lease lease = store.take("ann", FIRST, NOW);
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Secret> second =
        CompletableFuture.supplyAsync(
            () -> {
              started.countDown();
              return unchecked(store);
            });
    started.await();
    lease.present();
    lease.settle(SECOND, null);
    assertThat(second.isDone()).isFalse();
    lease.close();
    assertThat(second.join()).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @EnumSource
  void take_interruptedWhileItWaits_saysSoAndKeepsTheFlag(Place place) throws Exception {
    RefreshTokenStore store =
        new LeasedRefreshTokens(place.in(folder, Place.KEY), Duration.ofMinutes(1));
    try (Lease lease = store.take("ann", FIRST, NOW)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.take("ann", FIRST, NOW)).hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(lease.present()).isEqualTo(FIRST);
    }
  }

  @ParameterizedTest
  @EnumSource
  void close_twice_doesNotEndTheNextLease(Place place) throws TokenException {
    RefreshTokenStore store = place.store(folder);
    Lease lease = store.take("ann", FIRST, NOW);
    lease.close();
    Lease next = store.take("ann", FIRST, NOW);
    lease.close();
    assertThatThrownBy(() -> store.take("ann", FIRST, NOW)).isInstanceOf(TokenException.class);
    next.close();
  }

  @ParameterizedTest
  @EnumSource
  void unfinished_exchangeWithoutEnd_toldUntilOneComesToItsEnd(Place place) throws TokenException {
    RefreshTokenStore store = place.store(folder);
    assertThat(current(store, FIRST)).isEqualTo(FIRST);
    Instant begun;
    try (Lease second = store.take("ann", FIRST, NOW.plusSeconds(60))) {
      begun = second.unfinished().orElseThrow();
      assertThat(second.present()).isEqualTo(FIRST);
    }
    if (place != Place.JDBC) {
      assertThat(begun).isEqualTo(NOW);
    }
    try (Lease third = store.take("ann", FIRST, NOW.plusSeconds(120))) {
      assertThat(third.unfinished()).contains(begun);
      third.present();
      third.settle(FIRST, null);
    }
    try (Lease fourth = store.take("ann", FIRST, NOW.plusSeconds(180))) {
      assertThat(fourth.unfinished()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void unfinished_tokenNeverPresented_empty(Place place) throws TokenException {
    RefreshTokenStore store = place.store(folder);
    store.take("ann", FIRST, NOW).close();
    try (Lease lease = store.take("ann", FIRST, NOW)) {
      assertThat(lease.unfinished()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "JDBC")
  void recent_youngAccessToken_withTheRestOfItsLife(Place place) throws TokenException {
    RefreshTokenStore store = place.store(folder);
    AccessToken token =
        AccessToken.of(Secret.of("access"), Duration.ofMinutes(60))
            .withRenewIn(Duration.ofMinutes(30))
            .withScopes(Set.of("smtp"));
    try (Lease lease = store.take("ann", FIRST, NOW)) {
      lease.present();
      lease.settle(SECOND, token);
    }
    try (Lease lease = store.take("ann", FIRST, NOW.plus(Duration.ofMinutes(10)))) {
      assertThat(lease.recent())
          .contains(
              AccessToken.of(Secret.of("access"), Duration.ofMinutes(50))
                  .withRenewIn(Duration.ofMinutes(20))
                  .withScopes(Set.of("smtp")));
    }
    for (Duration age : Set.of(Duration.ofMinutes(15), Duration.ofMinutes(-1))) {
      try (Lease lease = store.take("ann", FIRST, NOW.plus(age))) {
        assertThat(lease.recent()).as("after %s", age).isEmpty();
      }
    }
    try (Lease lease = store.take("ann", THIRD, NOW)) {
      assertThat(lease.recent()).as("of another consent").isEmpty();
    }
  }

  /** Who waits for an exchange has read the clock before the one that makes it. */
  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "JDBC")
  void recent_clockReadJustBeforeTheTokenCame_usedAsNew(Place place) throws TokenException {
    RefreshTokenStore store = place.store(folder);
    AccessToken token = AccessToken.of(Secret.of("access"), Duration.ofMinutes(60));
    try (Lease lease = store.take("ann", FIRST, NOW)) {
      lease.present();
      lease.settle(SECOND, token);
    }
    try (Lease lease = store.take("ann", FIRST, NOW.minusSeconds(30))) {
      assertThat(lease.recent()).contains(token);
    }
    try (Lease lease = store.take("ann", FIRST, NOW.minusSeconds(31))) {
      assertThat(lease.recent()).as("the clock was set back").isEmpty();
    }
  }

  private static Secret current(RefreshTokenStore store, Secret configured) throws TokenException {
    try (Lease lease = store.take("ann", configured, NOW)) {
      return lease.present();
    }
  }

  private static Secret unchecked(RefreshTokenStore store) {
    try {
      return current(store, FIRST);
    } catch (TokenException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RenewalPolicy;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import dev.mailconnector.event.ConnectorEvent.TokenUnchanged;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.spi.Credential;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a token while the issuer is well: FRESH, STALE, EXPIRED; in use and idle. */
class RenewalTest {
  private final HandContext context = new HandContext();
  private final HandSource source = new HandSource();
  private final Tokens tokens = Tokens.of(context, source);

  @Test
  void current_whenFresh_returnsTheHeldTokenWithoutARequest() {
    Credential first = tokens.engine.current();
    context.time.advance(Duration.ofMinutes(44));

    assertThat(tokens.engine.current()).isSameAs(first);
    assertThat(tokens.requests()).isEqualTo(1);
  }

  @Test
  void current_whenFresh_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    for (int i = 0; i < 10_000; i++) {
      tokens.engine.current();
      tokens.engine.used();
    }
    long least = Long.MAX_VALUE;
    // The machine itself allocates now and then, as when it replaces compiled code or measures;
    // an object in each look would come to 16 bytes a time.
    for (int round = 0; round < 10; round++) {
      long before = threads.getThreadAllocatedBytes(self);
      for (int i = 0; i < 10_000; i++) {
        tokens.engine.current();
        tokens.engine.used();
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
    }

    assertThat(least / 10_000).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10S", "PT5M", "PT60M", "PT28H"})
  void inUse_overManyLifetimes_neverWaitsAgain(Duration lifetime) {
    source.lifetime(lifetime);
    tokens.current();

    for (int step = 0; step < 200; step++) {
      context.time.advance(lifetime.dividedBy(20));
      Tokens.Carried carried = tokens.carried();
      assertThat(carried.expiresAt()).isAfter(context.time.clock.instant());
    }

    assertThat(context.events(TokenWaited.class)).hasSize(1);
    // 10 lifetimes, renewed at three quarters or later: a request per renewal and not one more.
    assertThat(tokens.requests()).isBetween(10, 15);
  }

  @Test
  void inUse_atTheRenewalTime_isRenewedByTheTimerAlone() {
    tokens.current();
    context.time.advance(Duration.ofMinutes(45));

    assertThat(tokens.requests()).isEqualTo(2);
    assertThat(context.events(TokenRenewed.class))
        .extracting(TokenRenewed::generation)
        .containsExactly(1L, 2L);
  }

  @Test
  void stale_whileARequestIsUnderWay_isServedToEverybody() {
    tokens.current();
    context.queueing();
    context.time.advance(Duration.ofMinutes(45).plusSeconds(59));

    assertThat(tokens.current()).isEqualTo("token-1");
    assertThat(tokens.current()).isEqualTo("token-1");
    assertThat(context.work()).isEqualTo(1);
    assertThat(tokens.current()).isEqualTo("token-2");
    assertThat(tokens.requests()).isEqualTo(2);
  }

  @Test
  void idle_atTheRenewalTime_lapsesAndHoldsNoTimer() {
    tokens.current();
    context.time.advance(Duration.ofMinutes(45));
    assertThat(tokens.requests()).isEqualTo(2);

    context.time.advance(Duration.ofHours(5));

    assertThat(tokens.requests()).isEqualTo(2);
    assertThat(context.time.pendingTimers()).isZero();
    assertThat(tokens.current()).isEqualTo("token-3");
    assertThat(context.events(TokenWaited.class))
        .extracting(TokenWaited::reason)
        .containsExactly(WaitReason.FIRST, WaitReason.LAPSED);
  }

  @Test
  void used_withoutANewLogin_keepsTheTokenRenewed() {
    tokens.current();
    for (int i = 0; i < 10; i++) {
      context.time.advance(Duration.ofMinutes(30));
      tokens.engine.used();
    }

    tokens.current();
    assertThat(context.events(TokenWaited.class)).hasSize(1);
  }

  @Test
  void used_afterTheRenewalTimeOfAnIdleAccount_renewsBehind() {
    tokens.current();
    context.time.advance(Duration.ofMinutes(45));
    context.time.advance(Duration.ofMinutes(50));
    assertThat(tokens.requests()).isEqualTo(2);

    tokens.engine.used();

    assertThat(tokens.requests()).isEqualTo(3);
    assertThat(context.events(TokenWaited.class)).hasSize(1);
  }

  @Test
  void used_beforeTheFirstToken_asksForNothing() {
    tokens.engine.used();

    assertThat(tokens.requests()).isZero();
  }

  @Test
  void keptAlways_whileIdleForADay_isRenewedAllTheTime() {
    Tokens kept = new Tokens(context, source, RenewalPolicy.standard().keptAlways());
    kept.current();

    context.time.advance(Duration.ofHours(24));

    assertThat(kept.requests()).isEqualTo(33);
    kept.current();
    assertThat(context.events(TokenWaited.class)).hasSize(1);
  }

  @Test
  void issuersWish_ofHalfTheLife_setsTheRenewal() {
    source.always(
        request ->
            HandSource.token(request, Duration.ofHours(24)).withRenewIn(Duration.ofHours(12)));
    tokens.current();

    context.time.advance(Duration.ofHours(12).minusSeconds(1));
    assertThat(tokens.requests()).isEqualTo(1);
    context.time.advance(Duration.ofSeconds(1));
    assertThat(tokens.requests()).isEqualTo(2);
  }

  @Test
  void missingLifetime_ofAToken_countsAsFiveMinutes() {
    source.always(request -> AccessToken.of(HandSource.token(request, null).value(), null));
    Tokens.Carried carried = tokens.carried();

    assertThat(carried.expiresAt()).isEqualTo(carried.issuedAt().plus(Duration.ofMinutes(5)));
  }

  @Test
  void highVolumeEmail_withATokenAboutToExpire_isNotServedBelowTwentyMinutes() {
    Tokens hve = new Tokens(context, source, RenewalPolicy.highVolumeEmail());
    hve.current();
    context.queueing();

    context.time.advance(Duration.ofMinutes(35));
    assertThat(context.takeWork()).isNotNull();
    assertThat(hve.current()).isEqualTo("token-1");

    context.time.advance(Duration.ofMinutes(5));
    context.tokenTimeout(Duration.ZERO);
    assertThatThrownBy(hve::current).hasMessageContaining("No token came within 0 s");
  }

  @Test
  void calendar_setBack_makesNoTokenImmortal() {
    tokens.current();
    context.time.jumpCalendar(Duration.ofDays(-365));
    context.queueing();
    context.time.advance(Duration.ofMinutes(45));

    assertThat(context.work()).isEqualTo(1);
    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void calendar_setForward_hastensTheRenewalAndServesOn() {
    Instant first = tokens.carried().expiresAt();
    context.queueing();
    context.time.jumpCalendar(Duration.ofDays(365));

    assertThat(tokens.current()).isEqualTo("token-1");
    assertThat(context.work()).isEqualTo(1);
    assertThat(tokens.carried().expiresAt()).isEqualTo(first.plus(Duration.ofDays(365)));
    assertThat(tokens.requests()).isEqualTo(2);
  }

  @Test
  void events_ofAFirstToken_tellTheWholeStory() {
    source.always(
        request -> {
          context.time.advance(Duration.ofMillis(250));
          return HandSource.token(request, Duration.ofHours(1));
        });
    Instant start = context.time.clock.instant();
    tokens.current();

    Instant arrival = start.plusMillis(250);
    assertThat(context.events)
        .containsExactly(
            new TokenRequested("robot", start),
            new TokenRenewed(
                "robot",
                arrival,
                1,
                arrival.plus(Duration.ofHours(1)),
                arrival.plus(Duration.ofMinutes(45)),
                Duration.ofMillis(250)),
            new TokenWaited("robot", arrival, WaitReason.FIRST, Duration.ofMillis(250)));
  }

  @Test
  void close_whileATokenIsHeld_stopsTheTimerAndForgetsTheToken() {
    tokens.current();
    tokens.engine.close();
    tokens.engine.close();

    assertThat(context.time.pendingTimers()).isZero();
    assertThat(source.closings).hasValue(1);
    assertThatThrownBy(tokens::current)
        .isInstanceOf(ConnectorClosedException.class)
        .hasMessageContaining("robot");
  }

  @Test
  void close_whileARequestIsUnderWay_tellsItsWaitersAndDropsTheAnswer() {
    context.queueing();
    context.tokenTimeout(Duration.ZERO);
    assertThatThrownBy(tokens::current).hasMessageContaining("No token came");

    tokens.engine.close();

    assertThat(context.work()).isEqualTo(1);
    assertThat(tokens.requests()).isZero();
    assertThatThrownBy(tokens::current).isInstanceOf(ConnectorClosedException.class);
  }

  @Test
  void scheduler_shutDown_leavesRenewalToTheCallers() {
    context.time.scheduler.shutdown();
    tokens.current();
    context.queueing();
    context.time.advance(Duration.ofMinutes(50));

    assertThat(tokens.current()).isEqualTo("token-1");
    context.work();
    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void renewal_bringsTheSameTokenAgain_isToldAsThat() {
    source.always(request -> HandSource.token(7, Duration.ofHours(1)));
    tokens.current();
    context.time.advance(Duration.ofMinutes(46));

    assertThat(context.events(TokenRequested.class)).hasSize(2);
    assertThat(context.events(TokenRenewed.class)).hasSize(1);
    assertThat(context.events(TokenUnchanged.class))
        .extracting(TokenUnchanged::generation)
        .containsExactly(2L);
  }
}

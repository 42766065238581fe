package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.RenewalPolicy;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.event.ConnectorEvent.TokenRenewalFailed;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What happens while the issuer cannot or will not answer. */
class OutageTest {
  private final HandContext context = new HandContext();
  private final HandSource source = new HandSource();
  private final Tokens tokens = Tokens.of(context, source);

  private List<TokenRenewalFailed> failures() {
    return context.events(TokenRenewalFailed.class);
  }

  @Test
  void outage_ofAnAccountInUse_isServedTheOldTokenToTheLastMinute() {
    tokens.current();
    source.fails(HandSource.down());

    context.time.advance(Duration.ofMinutes(59).minusSeconds(1));
    assertThat(tokens.current()).isEqualTo("token-1");
    context.time.advance(Duration.ofSeconds(1));
    assertThatThrownBy(tokens::current)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("The issuer is down (account robot): 503. Wait.");
  }

  @Test
  void outage_inTheBackground_isAskedAgainWithGrowingPauses() {
    tokens.current();
    source.fails(HandSource.down());
    context.time.advance(Duration.ofMinutes(45));
    Instant start = context.time.clock.instant();
    context.time.advance(Duration.ofSeconds(200));

    assertThat(context.events(TokenRequested.class))
        .extracting(requested -> Duration.between(start, requested.at()).toSeconds())
        .endsWith(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
    assertThat(failures())
        .extracting(TokenRenewalFailed::failures)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void failure_ofARenewal_saysUntilWhenTheOldTokenIsServed() {
    tokens.current();
    Instant issued = context.time.clock.instant();
    source.fails(HandSource.down());
    context.time.advance(Duration.ofMinutes(45));

    TokenRenewalFailed failed = failures().get(0);
    assertThat(failed.permanent()).isFalse();
    assertThat(failed.usableUntil()).isEqualTo(issued.plus(Duration.ofMinutes(59)));
    assertThat(failed.nextAttempt()).isEqualTo(issued.plus(Duration.ofMinutes(45)).plusSeconds(1));
    assertThat(failed.failure().advice()).isEqualTo(Advice.RETRY_LATER);
  }

  @Test
  void expired_insideThePause_failsAtOnceWithTheLastFailure() {
    source.fails(HandSource.down());
    Throwable first = catchThrowable(tokens::current);

    for (int i = 0; i < 100; i++) {
      assertThat(catchThrowable(tokens::current))
          .isNotSameAs(first)
          .hasMessage(first.getMessage())
          .cause()
          .isSameAs(first.getCause());
    }

    assertThat(tokens.requests()).isEqualTo(1);
    assertThat(context.events(TokenWaited.class)).hasSize(1);
  }

  @Test
  void expired_afterThePause_asksAgain() {
    source.fails(HandSource.down());
    catchThrowable(tokens::current);
    context.time.advance(Duration.ofSeconds(1));
    catchThrowable(tokens::current);

    assertThat(tokens.requests()).isEqualTo(2);
  }

  @Test
  void expired_withSendersTurnedAway_isProbedByTheTimerSoThatTheNextNeedNotWait() {
    source.fails(HandSource.down());
    catchThrowable(tokens::current);
    catchThrowable(tokens::current);
    source.lifetime(Duration.ofHours(1));

    context.time.advance(Duration.ofSeconds(1));

    assertThat(tokens.requests()).isEqualTo(2);
    assertThat(tokens.current()).isEqualTo("token-2");
    assertThat(context.events(TokenWaited.class)).hasSize(1);
  }

  @Test
  void expired_withNobodyAskingAnyMore_isLeftAlone() {
    source.fails(HandSource.down());
    catchThrowable(tokens::current);

    context.time.advance(Duration.ofHours(1));

    assertThat(tokens.requests()).isEqualTo(1);
    assertThat(context.time.pendingTimers()).isZero();
  }

  @Test
  void keptAlways_inAnOutageLongerThanTheToken_recoversByItself() {
    Tokens kept = new Tokens(context, source, RenewalPolicy.standard().keptAlways());
    kept.current();
    source.fails(HandSource.down());
    context.time.advance(Duration.ofHours(2));
    source.lifetime(Duration.ofHours(1));
    context.time.advance(Duration.ofMinutes(1));

    kept.current();
    assertThat(context.events(TokenWaited.class)).hasSize(1);
  }

  @Test
  void recovery_afterAnOutage_startsOverWithTheShortestPause() {
    tokens.current();
    source.fails(HandSource.down());
    context.time.advance(Duration.ofMinutes(50));
    source.lifetime(Duration.ofHours(1));
    context.time.advance(Duration.ofMinutes(1));
    String recovered = tokens.current();
    assertThat(recovered).isNotEqualTo("token-1");

    int before = failures().size();
    assertThat(before).isGreaterThan(5);
    source.fails(HandSource.down());
    context.time.advance(Duration.ofMinutes(45));
    assertThat(tokens.current()).isEqualTo(recovered);

    assertThat(failures().get(before).failures()).isEqualTo(1);
    assertThat(context.events(TokenRenewed.class)).hasSize(2);
  }

  @Test
  void firstSend_afterAnOutageThatEndedTheToken_waitsForThatReason() {
    tokens.current();
    source.fails(HandSource.down());
    context.time.advance(Duration.ofHours(1));
    source.lifetime(Duration.ofHours(1));
    context.time.advance(Duration.ofHours(1));

    tokens.current();
    assertThat(context.events(TokenWaited.class))
        .extracting(TokenWaited::reason)
        .containsExactly(WaitReason.FIRST, WaitReason.OUTAGE);
  }

  @Test
  void retryAfter_ofTheIssuer_isHonoured() {
    tokens.current();
    source.fails(
        TokenException.temporary("Throttled", "429", "Wait.", Duration.ofSeconds(90), null));
    context.time.advance(Duration.ofMinutes(45));
    assertThat(tokens.requests()).isEqualTo(2);

    context.time.advance(Duration.ofSeconds(89));
    tokens.current();
    assertThat(tokens.requests()).isEqualTo(2);
    context.time.advance(Duration.ofSeconds(1));
    assertThat(tokens.requests()).isEqualTo(3);
    assertThat(failures().get(0).failure().retryAfter()).contains(Duration.ofSeconds(90));
  }

  @Test
  void permanentFailure_ofARenewal_isReportedAtOnceAndTheTokenServedOn() {
    tokens.current();
    source.fails(HandSource.revoked());
    context.time.advance(Duration.ofMinutes(45));

    TokenRenewalFailed failed = failures().get(0);
    assertThat(failed.permanent()).isTrue();
    assertThat(failed.failure().advice()).isEqualTo(Advice.FIX_CONFIGURATION);
    assertThat(failed.failure())
        .hasMessageContaining("invalid_grant")
        .hasMessageContaining("Ask for consent.");
    assertThat(tokens.current()).isEqualTo("token-1");
  }

  @Test
  void permanentFailure_forALongTime_isProbedEveryHalfToTenMinutes() {
    source.fails(HandSource.revoked());
    Instant start = context.time.clock.instant();
    for (int second = 0; second < 3600; second++) {
      catchThrowable(tokens::current);
      context.time.advance(Duration.ofSeconds(1));
    }

    assertThat(context.events(TokenRequested.class))
        .extracting(requested -> Duration.between(start, requested.at()).toSeconds())
        .containsExactly(0L, 30L, 90L, 210L, 450L, 930L, 1530L, 2130L, 2730L, 3330L);
  }

  @Test
  void permanentFailure_repairedByAHuman_recoversAtTheNextProbe() {
    tokens.current();
    source.fails(HandSource.revoked());
    context.time.advance(Duration.ofMinutes(45));
    source.lifetime(Duration.ofHours(1));
    context.time.advance(Duration.ofSeconds(30));

    assertThat(tokens.current()).isEqualTo("token-3");
    assertThat(context.events(TokenWaited.class)).hasSize(1);
  }

  @Test
  void workers_thatTakeNothing_countAsAFailureAndNoMore() {
    context.workers(
        task -> {
          throw new RejectedExecutionException("full");
        });
    assertThatThrownBy(tokens::current)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("No worker thread took the token request");
    context.inline();
    context.time.advance(Duration.ofSeconds(1));

    assertThat(tokens.current()).isEqualTo("token-1");
  }

  @Test
  void source_thatThrowsAnythingElse_doesNotWedgeTheAccount() {
    for (Throwable fault :
        List.of(
            new IllegalStateException("x"), new NoClassDefFoundError("y"), new AssertionError())) {
      source.then(
          request -> {
            throw fault;
          });
      assertThatThrownBy(tokens::current)
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining(fault.getClass().getName())
          .hasRootCause(fault);
      context.time.advance(Duration.ofMinutes(1));
    }

    assertThat(tokens.current()).isEqualTo("token-4");
  }

  @Test
  void source_thatExhaustsTheMachine_leavesTheErrorToTheThreadAndTheAccountIntact() {
    source.then(
        request -> {
          throw new OutOfMemoryError("pretended");
        });
    assertThat(catchThrowable(tokens::current)).isInstanceOf(OutOfMemoryError.class);
    context.time.advance(Duration.ofSeconds(1));

    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void source_thatReturnsNull_doesNotWedgeTheAccount() {
    source.then(request -> null);
    assertThatThrownBy(tokens::current).isInstanceOf(CredentialException.class);
    context.time.advance(Duration.ofSeconds(1));

    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void refused_theHeldToken_isForgottenAndReplaced() {
    Tokens.Carried refused = tokens.carried();
    tokens.engine.refused(refused);

    assertThat(tokens.carried().generation()).isEqualTo(2);
    assertThat(context.events(TokenWaited.class))
        .extracting(TokenWaited::reason)
        .containsExactly(WaitReason.FIRST, WaitReason.REFUSED);
  }

  @Test
  void refused_lateForAnOldToken_changesNothing() {
    Tokens.Carried old = tokens.carried();
    context.time.advance(Duration.ofMinutes(45));
    Tokens.Carried held = tokens.carried();
    tokens.engine.refused(old);

    assertThat(tokens.carried()).isSameAs(held);
    assertThat(tokens.requests()).isEqualTo(2);
  }

  @Test
  void refused_whileTheIssuerIsDown_failsWithTheIssuersFailure() {
    Tokens.Carried refused = tokens.carried();
    source.fails(HandSource.down());
    tokens.engine.refused(refused);

    CredentialException failure = catchThrowableOfType(CredentialException.class, tokens::current);
    assertThat(failure).hasMessageContaining("The issuer is down");
    assertThat(failures().get(0).usableUntil()).isNull();
  }
}

package dev.mailconnector.auth.kerberos.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.event.ConnectorEvent.TokenRenewalFailed;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import dev.mailconnector.event.ConnectorEvent.TokenUnchanged;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.MechanismContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeping tickets, with a clock and a KDC driven by hand. */
class TicketProviderTest {
  private static final SmtpReply REFUSAL =
      new SmtpReply(535, null, List.of("Authentication unsuccessful"));

  /** When a ticket of ten hours is due, and not over. */
  private static final Duration DUE = Duration.ofMinutes(9 * 60 + 30);

  private final LentContext context = new LentContext();
  private final ScriptedTickets kdc = new ScriptedTickets(context.clock);
  private final TicketProvider provider =
      new TicketProvider(
          context,
          new KerberosPlan(
              new TicketOrigin.Keytab(Path.of("svc-mail.keytab")), "svc-mail@CORP.TEST", null),
          kdc);

  @Test
  void current_again_asksTheKdcOnce() {
    Credential first = provider.current();

    assertThat(provider.current()).isSameAs(first);
    assertThat(kdc.fetched).isEqualTo(1);
    assertThat(first.generation()).isEqualTo(1);
    assertThat(first.expiresAt()).isEqualTo(context.clock.instant().plus(kdc.life));
    assertThat(waits()).containsExactly(WaitReason.FIRST);
  }

  @Test
  void ticket_inUse_isRenewedBehindBeforeItsEnd() {
    Credential first = provider.current();
    context.scheduler.advance(DUE);

    assertThat(kdc.fetched).isEqualTo(2);
    assertThat(provider.current().generation()).isEqualTo(first.generation() + 1);
    assertThat(context.events(TokenRenewed.class)).hasSize(2);
    assertThat(waits()).hasSize(1);
  }

  @Test
  void ticket_inUseForDays_neverMakesASendWait() {
    provider.current();
    for (int hour = 0; hour < 72; hour++) {
      context.scheduler.advance(Duration.ofHours(1));
      provider.used();
      provider.current();
    }

    assertThat(waits()).hasSize(1);
    assertThat(kdc.fetched).isBetween(8, 9);
  }

  @Test
  void ticket_notUsed_lapsesAndTheNextSendWaits() {
    provider.current();
    context.scheduler.advance(Duration.ofHours(60));
    assertThat(kdc.fetched).isEqualTo(2);

    provider.current();
    assertThat(kdc.fetched).isEqualTo(3);
    assertThat(waits()).containsExactly(WaitReason.FIRST, WaitReason.LAPSED);
  }

  @Test
  void current_whileTheRenewalIsUnderWay_servesWhatIsHeld() {
    Credential first = provider.current();
    context.keepWork();
    context.scheduler.advance(DUE);

    assertThat(provider.current()).isSameAs(first);
    assertThat(context.work()).isEqualTo(1);
    assertThat(provider.current()).isNotSameAs(first);
    assertThat(kdc.fetched).isEqualTo(2);
  }

  @Test
  void current_kdcSilent_endsWithTheLimitAndTheLateTicketServes() {
    context.keepWork();

    CredentialException e = catchThrowableOfType(CredentialException.class, provider::current);
    assertThat(e).hasMessageContaining("The KDC is slow or silent");
    assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
    assertThatThrownBy(provider::current).isInstanceOf(CredentialException.class);
    assertThat(context.work()).isEqualTo(1);
    assertThat(provider.current().generation()).isEqualTo(1);
    assertThat(kdc.fetched).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"PASSING, 1", "LASTING, 30", "COUNTED, 960"})
  void failure_whoeverAsksMeanwhile_isToldTheSame(TicketFailure.Kind kind, int seconds) {
    kdc.failure = kind;
    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");

    CredentialException again = catchThrowableOfType(CredentialException.class, provider::current);
    assertThat(again.retryAfter()).contains(Duration.ofSeconds(seconds));
    assertThat(kdc.fetched).isEqualTo(1);
    context.scheduler.advance(Duration.ofSeconds(seconds));
    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
    assertThat(kdc.fetched).isEqualTo(2);
    context.scheduler.advance(Duration.ofSeconds(seconds * 2L - 1));
    assertThatThrownBy(provider::current).hasMessageContaining("Not before 1 s from now");
    assertThat(kdc.fetched).isEqualTo(2);
    assertThat(context.events(TokenRenewalFailed.class))
        .extracting(TokenRenewalFailed::failures)
        .containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource({"PASSING, 60", "LASTING, 600", "COUNTED, 15360"})
  void pause_afterManyFailures_growsNoMore(TicketFailure.Kind kind, int seconds) {
    assertThat(TicketPause.length(kind, 1000)).isEqualTo(Duration.ofSeconds(seconds));
  }

  /** As docs/lock-out.md promises of every password. */
  @Test
  void failures_thatCount_areNeverThreeWithinHalfAnHour() {
    kdc.failure = TicketFailure.Kind.COUNTED;
    List<Long> minutes = new ArrayList<>();
    for (long minute = 0; minute < 24 * 60; minute++) {
      int before = kdc.fetched;
      assertThatThrownBy(provider::current).isInstanceOf(CredentialException.class);
      if (kdc.fetched > before) {
        minutes.add(minute);
      }
      context.scheduler.advance(Duration.ofMinutes(1));
    }

    assertThat(minutes).hasSizeBetween(6, 10);
    for (int i = 2; i < minutes.size(); i++) {
      assertThat(minutes.get(i) - minutes.get(i - 1)).isGreaterThan(15);
      assertThat(minutes.get(i) - minutes.get(i - 2)).isGreaterThan(30);
    }
  }

  @Test
  void failure_thatNobodyExpects_isToldAndOver() {
    context.keepWork();
    kdc.broken = new IllegalStateException("a bug");
    assertThatThrownBy(provider::current).hasMessageContaining("slow or silent");
    assertThatThrownBy(context::work).isSameAs(kdc.broken);

    assertThatThrownBy(provider::current)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("a bug");
    context.work();
    kdc.broken = null;
    context.scheduler.advance(Duration.ofSeconds(30));
    assertThatThrownBy(provider::current).hasMessageContaining("slow or silent");
    context.work();
    assertThat(provider.current().generation()).isEqualTo(1);
  }

  @Test
  void failure_originChanged_isTriedAtOnce() {
    kdc.failure = TicketFailure.Kind.COUNTED;
    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
    kdc.failure = null;
    kdc.stamp = "second";

    assertThat(provider.current().generation()).isEqualTo(1);
    assertThat(provider.health().failingSince()).isNull();
  }

  @Test
  void failure_originThatGoesToAndFro_isNotFollowedIntoALockOut() {
    kdc.failure = TicketFailure.Kind.COUNTED;
    for (int second = 0; second < 16 * 60; second++) {
      kdc.stamp = second % 2 == 0 ? "A" : "B";
      assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
      context.scheduler.advance(Duration.ofSeconds(1));
    }

    assertThat(kdc.fetched).isEqualTo(3);
    context.scheduler.advance(Duration.ofHours(1));
    kdc.failure = null;
    assertThat(provider.current().generation()).isEqualTo(1);
  }

  @Test
  void failure_thatCounts_afterALongOutage_isPutRightAtOnce() {
    kdc.failure = TicketFailure.Kind.PASSING;
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
      context.scheduler.advance(Duration.ofMinutes(1));
    }
    kdc.failure = TicketFailure.Kind.COUNTED;
    CredentialException counted =
        catchThrowableOfType(CredentialException.class, provider::current);
    assertThat(counted).hasMessageContaining("No ticket");
    assertThat(catchThrowableOfType(CredentialException.class, provider::current).retryAfter())
        .contains(Duration.ofMinutes(16));
    kdc.failure = null;
    kdc.stamp = "second";
    context.scheduler.advance(Duration.ofSeconds(1));

    assertThat(provider.current().generation()).isEqualTo(1);
  }

  @Test
  void failure_originHangs_holdsNobodyLongerThanTheLimit() {
    kdc.failure = TicketFailure.Kind.COUNTED;
    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
    int looks = kdc.looks;
    context.keepWork();

    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
    assertThat(kdc.looks).as("none in the sender's thread").isEqualTo(looks);
    assertThat(context.work()).as("one look for all").isEqualTo(1);
    assertThat(kdc.looks).isEqualTo(looks + 1);
    assertThat(kdc.fetched).isEqualTo(1);
  }

  @Test
  void failure_originUnchanged_isLookedAtOnceASecond() {
    kdc.failure = TicketFailure.Kind.COUNTED;
    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
    int looks = kdc.looks;

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
    }
    assertThat(kdc.looks).isEqualTo(looks + 1);
    context.scheduler.advance(Duration.ofSeconds(1));
    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
    assertThat(kdc.looks).isEqualTo(looks + 2);
    assertThat(context.events(TokenRenewalFailed.class)).hasSize(1);
    assertThat(context.events(TokenRequested.class)).hasSize(1);
  }

  @Test
  void failure_noThreadToLookWith_doesNotShortenThePause() {
    kdc.failure = TicketFailure.Kind.COUNTED;
    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
    context.refuseWork();

    CredentialException again = catchThrowableOfType(CredentialException.class, provider::current);
    assertThat(again.retryAfter()).contains(Duration.ofMinutes(16));
    assertThat(provider.health().failingSince()).isNotNull();
    context.scheduler.advance(Duration.ofMinutes(9));
    assertThatThrownBy(provider::current).hasMessageContaining("Not before");
    assertThat(kdc.fetched).isEqualTo(1);
  }

  @Test
  void failure_ofARenewal_servesTheTicketAndTriesAgain() {
    Credential first = provider.current();
    kdc.failure = TicketFailure.Kind.PASSING;
    context.scheduler.advance(DUE);

    assertThat(provider.current()).isSameAs(first);
    assertThat(kdc.fetched).isGreaterThan(10);
    assertThat(provider.health().failingSince()).isNotNull();
    TokenRenewalFailed event = context.events(TokenRenewalFailed.class).get(0);
    assertThat(event.permanent()).isFalse();
    assertThat(event.usableUntil()).isEqualTo(first.expiresAt().minusSeconds(60));
    kdc.failure = null;
    context.scheduler.advance(Duration.ofMinutes(2));
    assertThat(provider.current().generation()).isEqualTo(2);
    assertThat(waits()).hasSize(1);
  }

  @Test
  void current_inTheLastMinute_asksForAnother() {
    Credential first = provider.current();
    kdc.failure = TicketFailure.Kind.LASTING;
    context.scheduler.advance(Duration.ofHours(10).minusSeconds(60));

    assertThat(first.expiresAt()).isAfter(context.clock.instant());
    assertThatThrownBy(provider::current).hasMessageContaining("No ticket");
  }

  @Test
  void refused_takesAnotherAndForgetsNoSuccessor() {
    Credential first = provider.current();
    provider.refused(first, REFUSAL);
    Credential second = provider.current();
    provider.refused(first, REFUSAL);

    assertThat(second.generation()).isEqualTo(2);
    assertThat(provider.current()).isSameAs(second);
    assertThat(kdc.fetched).isEqualTo(2);
  }

  @Test
  void cache_notRefreshed_keepsItsGenerationAndIsReadAgain() {
    kdc.cache(1, Duration.ofHours(10));
    Credential first = provider.current();
    context.scheduler.advance(DUE);

    assertThat(context.events(TokenUnchanged.class)).isNotEmpty();
    assertThat(provider.current()).isSameAs(first);
    kdc.cache(2, Duration.ofHours(10));
    context.scheduler.advance(Duration.ofMinutes(20));
    assertThat(provider.current().generation()).isEqualTo(2);
    assertThat(waits()).hasSize(1);
  }

  @Test
  void cache_refused_isANewGenerationWhateverIsInIt() {
    kdc.cache(1, Duration.ofHours(10));
    provider.refused(provider.current(), REFUSAL);

    assertThat(provider.current().generation()).isEqualTo(2);
  }

  @Test
  void close_endsTimersAndDropsWhatComesLate() {
    provider.current();
    context.keepWork();
    context.scheduler.advance(DUE);
    provider.close();
    context.work();

    assertThat(context.scheduler.pending()).isZero();
    assertThatThrownBy(provider::current).isInstanceOf(ConnectorClosedException.class);
    assertThat(context.events(TokenRenewed.class)).hasSize(1);
  }

  @Test
  void close_beforeTheTrip_makesNone() {
    context.keepWork();
    assertThatThrownBy(provider::current).isInstanceOf(CredentialException.class);
    provider.close();
    context.work();

    assertThat(kdc.fetched).isZero();
    assertThat(kdc.looks).isZero();
  }

  @Test
  void start_ticketThatEnds_isNotBegunWith() {
    Credential credential = provider.current();
    context.clock.advance(Duration.ofHours(10).minusSeconds(5));

    assertThatThrownBy(
            () ->
                credential
                    .mechanisms()
                    .get(0)
                    .start(new MechanismContext("mail.corp.test", 587, List.of(), true, null)))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("ended before the server was ready");
  }

  private List<WaitReason> waits() {
    return context.events(TokenWaited.class).stream().map(TokenWaited::reason).toList();
  }
}

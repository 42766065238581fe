package dev.mailconnector.auth.oauth2.internal.warning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.ConnectorEvent.TokenRenewalRecovered;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.event.CredentialEnd.Part;
import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.event.CredentialWarning;
import dev.mailconnector.event.CredentialWarning.ConsentNeeded;
import dev.mailconnector.event.CredentialWarning.Ending;
import dev.mailconnector.event.CredentialWarning.RenewalFailing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialWatchTest {
  private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
  private static final String LOGIN = "mailconnector login --account robot";
  private static final TokenException DOWN =
      TokenException.temporary("The issuer is down", "HTTP 503", "Wait.", null, null);
  private static final TokenException EXPIRED_SECRET =
      TokenException.permanent("Refused", "AADSTS7000222", "Make a new secret.", null);
  private static final TokenException REVOKED =
      TokenException.consentNeeded("Refused", "invalid_grant", "The user must log in.", null)
          .withCommand(LOGIN);

  private final HandContext context = new HandContext();
  private final AtomicInteger looks = new AtomicInteger();
  private volatile List<CredentialEnd> ends = List.of();
  private volatile boolean breaking;
  private final TokenSource source =
      new TokenSource() {
        @Override
        public AccessToken fetch() {
          throw new AssertionError("The watch makes no request");
        }

        @Override
        public List<CredentialEnd> ends() {
          looks.incrementAndGet();
          if (breaking) {
            throw new IllegalStateException("broken");
          }
          return ends;
        }
      };
  private int failures;

  private CredentialWatch watch() {
    return new CredentialWatch(context, source, LOGIN);
  }

  private static CredentialEnd certificate(Duration left) {
    return CredentialEnd.of(
        Part.CLIENT_CERTIFICATE, "/run/app.p12", null, START.plus(left), "Make a new one.");
  }

  private Instant now() {
    return context.clock().instant();
  }

  private void renewed(CredentialWatch watch) {
    failures = 0;
    Instant end = now().plus(Duration.ofHours(1));
    watch
        .context()
        .publish(
            new ConnectorEvent.TokenRenewed(
                "robot", now(), 1, end, end.minusSeconds(900), Duration.ZERO));
  }

  private void failed(CredentialWatch watch, TokenException why, @Nullable Instant usableUntil) {
    watch
        .context()
        .publish(
            new ConnectorEvent.TokenRenewalFailed(
                "robot",
                now(),
                why.permanent(),
                why.toCredentialException("robot"),
                ++failures,
                now().plusSeconds(60),
                usableUntil));
  }

  private List<Long> hoursLeftWhenTold() {
    return context.events(Ending.class).stream()
        .map(told -> Duration.between(told.at(), told.end().endsAt()).toHours())
        .toList();
  }

  @Test
  void ending_certificateOfAnIdleAccount_toldThirtyFourteenSevenDaysBeforeThenDaily() {
    ends = List.of(certificate(Duration.ofDays(40)));
    try (CredentialWatch idle = watch()) {
      for (int hour = 0; hour < 42 * 24; hour++) {
        context.time.advance(Duration.ofHours(1));
      }
      assertThat(idle.health().ends()).hasSize(1);
    }

    assertThat(hoursLeftWhenTold())
        .containsExactly(720L, 336L, 168L, 144L, 120L, 96L, 72L, 48L, 24L, 0L, -24L, -48L);
    assertThat(context.events(Ending.class).get(1).message())
        .isEqualTo(
            "The client certificate of account robot (/run/app.p12) ends on 2027-01-01T00:00:00Z,"
                + " in 14 days. Make a new one.");
  }

  @Test
  void ending_longAgoWhenTheProcessStarts_toldOnceAndUrgent() {
    ends = List.of(certificate(Duration.ofDays(-3)));
    try (CredentialWatch watch = watch()) {
      renewed(watch);
      renewed(watch);
    }
    assertThat(context.events(Ending.class)).hasSize(1);
    assertThat(context.events(Ending.class).get(0).urgent()).isTrue();
    assertThat(context.events(Ending.class).get(0).message())
        .contains("ended on 2026-11-19T00:00:00Z. Make a new one.");
  }

  @Test
  void ending_lookedAtWithEveryRenewal_eachStageToldOnce() {
    ends = List.of(certificate(Duration.ofDays(20)));
    try (CredentialWatch watch = watch()) {
      for (int renewal = 0; renewal < 24; renewal++) {
        renewed(watch);
        context.time.advance(Duration.ofMinutes(45));
      }
    }
    assertThat(context.events(Ending.class)).hasSize(1);
    assertThat(context.events(Ending.class).get(0).urgent()).isFalse();
  }

  @Test
  void ending_fileReplaced_silentUntilTheNewOneComesNear() {
    ends = List.of(certificate(Duration.ofDays(5)));
    try (CredentialWatch watch = watch()) {
      renewed(watch);
      ends = List.of(certificate(Duration.ofDays(35)));
      renewed(watch);
      assertThat(watch.health().warnings()).isEmpty();
      assertThat(context.events(Ending.class)).hasSize(1);
      context.time.advance(Duration.ofDays(6));
    }
    assertThat(hoursLeftWhenTold()).containsExactly(120L, 720L);
  }

  @Test
  void ending_refreshTokenOfAWeek_toldInItsSecondHalfWithTheCommand() {
    Instant end = START.plus(Duration.ofDays(7));
    ends = List.of(CredentialEnd.of(Part.REFRESH_TOKEN, "ann", START, end, "Ann must log in."));
    try (CredentialWatch watch = watch()) {
      renewed(watch);
      assertThat(context.events(Ending.class)).isEmpty();
      context.time.advance(Duration.ofDays(4));
    }
    assertThat(hoursLeftWhenTold()).containsExactly(84L, 72L);
    assertThat(context.events(Ending.class).get(0).command()).isEqualTo(LOGIN);
    assertThat(context.events(Ending.class).get(0).message())
        .endsWith("Ann must log in. Run: " + LOGIN);
  }

  @Test
  void ending_refreshTokenThatUseKeepsAlive_noCommand() {
    ends =
        List.of(
            CredentialEnd.of(Part.REFRESH_TOKEN, "ann", null, START.plusSeconds(9), "Use it.")
                .unlessUsed());
    try (CredentialWatch watch = watch()) {
      renewed(watch);
    }
    assertThat(context.events(Ending.class).get(0).command()).isNull();
  }

  @Test
  void idleAccounts_areLookedAtDailyAndNotMoreOften() {
    ends = List.of(certificate(Duration.ofDays(300)));
    try (CredentialWatch watch = watch()) {
      context.time.advance(Duration.ofDays(10));
      assertThat(looks).hasValue(11);
      assertThat(watch.health().warnings()).isEmpty();
    }
  }

  @Test
  void idleAccount_ofWhichNothingWasKnown_isLookedAtNextDayAllTheSame() {
    try (CredentialWatch idle = watch()) {
      context.time.advance(Duration.ofDays(2));
      ends = List.of(certificate(Duration.ofDays(5)));
      context.time.advance(Duration.ofDays(1));
      assertThat(idle.health().ends()).hasSize(1);
    }
    assertThat(context.events(Ending.class)).hasSize(1);
  }

  @Test
  void idleAccount_whoseSourceBrokeOnce_isLookedAtNextDayAllTheSame() {
    breaking = true;
    try (CredentialWatch idle = watch()) {
      context.time.advance(Duration.ofDays(2));
      ends = List.of(certificate(Duration.ofDays(5)));
      breaking = false;
      context.time.advance(Duration.ofDays(1));
      assertThat(idle.health().ends()).hasSize(1);
    }
    assertThat(context.events(Ending.class)).hasSize(1);
  }

  @Test
  void idleAccount_forWhichNoThreadCouldBeStartedOnce_isLookedAtAllTheSame() {
    context.workers(
        look -> {
          throw new OutOfMemoryError("unable to create native thread");
        });
    try (CredentialWatch idle = watch()) {
      context.time.advance(Duration.ofMinutes(20));
      ends = List.of(certificate(Duration.ofDays(5)));
      context.inline();
      context.time.advance(Duration.ofDays(1));
      assertThat(idle.health().ends()).hasSize(1);
    }
  }

  @Test
  void close_endsTheTimer() {
    ends = List.of(certificate(Duration.ofDays(1)));
    watch().close();
    context.time.advance(Duration.ofDays(10));
    assertThat(looks).hasValue(0);
    assertThat(context.events).isEmpty();
  }

  @Test
  void failing_outageOfADay_toldAtOnceAndThenAtACalmPace() {
    Instant until = START.plus(Duration.ofDays(2));
    try (CredentialWatch watch = watch()) {
      for (int minute = 0; minute < 24 * 60; minute++) {
        failed(watch, DOWN, until);
        context.time.advance(Duration.ofMinutes(1));
      }
    }
    assertThat(context.events(RenewalFailing.class))
        .extracting(told -> Duration.between(START, told.at()).toMinutes())
        .containsExactly(0L, 5L, 15L, 35L, 75L, 155L, 315L, 635L, 995L, 1355L);
    RenewalFailing told = context.events(RenewalFailing.class).get(2);
    assertThat(told.since()).isEqualTo(START);
    assertThat(told.attempts()).isEqualTo(16);
    assertThat(told.urgent()).isFalse();
    assertThat(told.message())
        .isEqualTo(
            "No token was renewed since 2026-11-22T00:00:00Z (16 requests); the held token serves"
                + " until 2026-11-24T00:00:00Z. The issuer is down (account robot): HTTP 503."
                + " Wait.");
  }

  @Test
  void failing_heldTokenEnds_toldAtOnceAndUrgent() {
    try (CredentialWatch watch = watch()) {
      failed(watch, DOWN, START.plusSeconds(60));
      context.time.advance(Duration.ofMinutes(1));
      failed(watch, DOWN, null);
      failed(watch, DOWN, null);
    }
    assertThat(context.events(RenewalFailing.class)).hasSize(2);
    assertThat(context.events(RenewalFailing.class).get(1).urgent()).isTrue();
    assertThat(context.events(RenewalFailing.class).get(1).message()).contains("sends fail");
  }

  @Test
  void failing_outageTurnsIntoAnExpiredSecret_toldAtOnce() {
    Instant until = START.plus(Duration.ofHours(1));
    try (CredentialWatch watch = watch()) {
      failed(watch, DOWN, until);
      failed(watch, EXPIRED_SECRET, until);
    }
    assertThat(context.events(RenewalFailing.class))
        .extracting(RenewalFailing::permanent)
        .containsExactly(false, true);
  }

  @Test
  void failing_consentIsGone_ownEventWithTheCommand() {
    try (CredentialWatch watch = watch()) {
      failed(watch, REVOKED, null);
    }
    assertThat(context.events(CredentialWarning.class)).hasSize(1);
    ConsentNeeded needed = context.events(ConsentNeeded.class).get(0);
    assertThat(needed.command()).isEqualTo(LOGIN);
    assertThat(needed.urgent()).isTrue();
    assertThat(needed.message())
        .startsWith("A consent is needed since 2026-11-22T00:00:00Z")
        .contains("invalid_grant")
        .endsWith("Run: " + LOGIN);
  }

  @Test
  void renewed_afterFailures_toldOnce() {
    try (CredentialWatch watch = watch()) {
      failed(watch, DOWN, null);
      failed(watch, DOWN, null);
      renewed(watch);
      renewed(watch);
    }
    assertThat(context.events(TokenRenewalRecovered.class))
        .containsExactly(new TokenRenewalRecovered("robot", START, START, 2));
  }

  @Test
  void health_tellsTokenFailureEndsAndWarnings() {
    ends = List.of(certificate(Duration.ofDays(10)), certificate(Duration.ofDays(300)));
    try (CredentialWatch watch = watch()) {
      assertThat(watch.health()).isEqualTo(CredentialHealth.unknown());
      renewed(watch);
      Instant until = START.plus(Duration.ofMinutes(59));
      failed(watch, DOWN, until);
      CredentialHealth health = watch.health();

      assertThat(health.tokenEndsAt()).isEqualTo(START.plus(Duration.ofHours(1)));
      assertThat(health.renewAt()).isEqualTo(START.plus(Duration.ofMinutes(45)));
      assertThat(health.failingSince()).isEqualTo(START);
      assertThat(health.ends()).isEqualTo(ends);
      assertThat(health.warnings())
          .extracting(warning -> (Object) warning.getClass())
          .containsExactly(RenewalFailing.class, Ending.class);
      context.time.advance(Duration.ofHours(1));
      assertThat(((RenewalFailing) watch.health().warnings().get(0)).usableUntil()).isNull();
    }
  }

  @Test
  void look_sourceThatBreaks_harmsNobody() {
    breaking = true;
    try (CredentialWatch watch = watch()) {
      renewed(watch);
      assertThat(watch.health().tokenEndsAt()).isNotNull();
    }
  }
}

package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RenewalPolicy;
import dev.mailconnector.spi.Secret;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {
  private static AccessToken token(Duration lifetime, Duration renewIn) {
    return AccessToken.of(Secret.of("t"), lifetime).withRenewIn(renewIn);
  }

  @ParameterizedTest
  @CsvSource({
    "PT10S,    PT7.5S,    PT9S",
    "PT1M,     PT45S,     PT54S",
    "PT5M,     PT3M45S,   PT4M30S",
    "PT10M,    PT7M30S,   PT9M",
    "PT60M,    PT45M,     PT59M",
    "PT28H,    PT27H45M,  PT27H59M",
  })
  void standard_forALifetime_scalesBothMargins(
      Duration life, Duration renewAfter, Duration serveFor) {
    Deadlines deadlines = Deadlines.of(token(life, null), RenewalPolicy.standard(), false, 0);

    assertThat(deadlines).isEqualTo(new Deadlines(renewAfter, serveFor, life));
  }

  @ParameterizedTest
  @CsvSource({
    "PT60M, PT30M,    PT30M",
    "PT60M, PT50M,    PT50M",
    "PT24H, PT12H,    PT12H",
    "PT60M, PT0S,     PT45M",
    "PT60M, PT-5M,    PT45M",
    "PT60M, PT60M,    PT45M",
    "PT60M, PT2H,     PT45M",
    // A wish inside the lifetime but after the token would be withheld leaves a little time to
    // renew.
    "PT60M, PT59M30S, PT58M45S",
  })
  void issuersWish_insideTheLifetime_decides(Duration life, Duration wish, Duration renewAfter) {
    Deadlines deadlines = Deadlines.of(token(life, wish), RenewalPolicy.standard(), false, 0);

    assertThat(deadlines.renewAfter()).isEqualTo(renewAfter);
  }

  @ParameterizedTest
  @CsvSource({
    "PT60M, ,      PT35M,     PT40M",
    "PT90M, ,      PT65M,     PT70M",
    "PT28H, ,      PT27H35M,  PT27H40M",
    "PT60M, PT30M, PT30M,     PT40M",
    "PT60M, PT50M, PT35M,     PT40M",
    // Lives too short for the demand: used all the same, with time to renew.
    "PT24M, ,      PT6M,      PT12M",
    "PT10S, ,      PT2.5S,    PT5S",
  })
  void highVolumeEmail_forALifetime_keepsItsMargins(
      Duration life, Duration wish, Duration renewAfter, Duration serveFor) {
    Deadlines deadlines =
        Deadlines.of(token(life, wish), RenewalPolicy.highVolumeEmail(), false, 0);

    assertThat(deadlines).isEqualTo(new Deadlines(renewAfter, serveFor, life));
  }

  @Test
  void jitter_ofAnyRoll_bringsTheRenewalForwardByUpToATenth() {
    AccessToken hour = token(Duration.ofHours(1), null);

    assertThat(Deadlines.of(hour, RenewalPolicy.standard(), false, 0.5).renewAfter())
        .isEqualTo(Duration.ofSeconds(45 * 60).multipliedBy(95).dividedBy(100));
    assertThat(Deadlines.of(hour, RenewalPolicy.standard(), false, 1).renewAfter())
        .isEqualTo(Duration.ofSeconds(45 * 60).multipliedBy(90).dividedBy(100));
  }

  @Test
  void deadlines_ofAnyLifetimeAndWish_areInOrder() {
    Random random = new Random(7628);
    for (int i = 0; i < 20_000; i++) {
      Duration life = Duration.ofMillis(1 + (long) Math.exp(random.nextDouble() * 32));
      Duration wish = random.nextBoolean() ? null : Duration.ofMillis(random.nextLong(1L << 40));
      RenewalPolicy policy =
          random.nextBoolean() ? RenewalPolicy.standard() : RenewalPolicy.highVolumeEmail();

      Deadlines deadlines = Deadlines.of(token(life, wish), policy, false, random.nextDouble());

      assertThat(deadlines.renewAfter()).as("%s %s", life, wish).isPositive();
      assertThat(deadlines.renewAfter()).as("%s %s", life, wish).isLessThan(deadlines.serveFor());
      assertThat(deadlines.serveFor()).as("%s %s", life, wish).isLessThan(deadlines.lifetime());
    }
  }

  @Test
  void lifetime_beyondReason_isCutInsteadOfOverflowing() {
    Deadlines deadlines =
        Deadlines.of(
            token(Duration.ofSeconds(Long.MAX_VALUE), null), RenewalPolicy.standard(), false, 1);

    assertThat(deadlines.lifetime()).isEqualTo(Duration.ofDays(366));
  }
}

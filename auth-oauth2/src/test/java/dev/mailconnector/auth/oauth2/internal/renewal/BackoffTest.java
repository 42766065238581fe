package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    "1, PT1S",
    "2, PT2S",
    "3, PT4S",
    "6, PT32S",
    "7, PT1M",
    "8, PT1M",
    "2000000000, PT1M"
  })
  void temporary_inARow_doublesToAMinute(int streak, Duration pause) {
    assertThat(Backoff.temporary(streak, null, 0)).isEqualTo(pause);
  }

  @ParameterizedTest
  @CsvSource({"1, PT30S", "2, PT1M", "5, PT8M", "6, PT10M", "2000000000, PT10M"})
  void permanent_inARow_doublesToTenMinutes(int streak, Duration pause) {
    assertThat(Backoff.permanent(streak, 0)).isEqualTo(pause);
  }

  @Test
  void jitter_ofAnyRoll_shortensByUpToAQuarter() {
    assertThat(Backoff.temporary(1, null, 1)).isEqualTo(Duration.ofMillis(750));
    assertThat(Backoff.permanent(6, 0.5)).isEqualTo(Duration.ofSeconds(525));
  }

  @ParameterizedTest
  @CsvSource({"PT0.5S, PT1S", "PT20S, PT20S", "PT9M, PT9M", "PT1H, PT10M"})
  void retryAfter_ofTheIssuer_isHonouredWithinTenMinutes(Duration retryAfter, Duration pause) {
    assertThat(Backoff.temporary(1, retryAfter, 0)).isEqualTo(pause);
  }
}

package dev.mailconnector.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void percentile_withoutValues_isZero() {
    assertThat(latencies.percentile(99)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 8, 9, 15, 16, 1000, 123_456, 59_999_999, 3_600_000_000L})
  void percentile_ofOneValue_isAtMostAnEighthTooHigh(long micros) {
    latencies.add(Duration.ofNanos(micros * 1000));

    double millis = latencies.percentile(50);

    assertThat(millis).isGreaterThan(micros / 1000.0);
    assertThat(millis * 1000).isLessThanOrEqualTo(Math.max(micros * 1.125, micros + 1));
  }

  @Test
  void percentile_ofAThousandValues_separatesTheSlowOnes() {
    for (int i = 0; i < 985; i++) {
      latencies.add(Duration.ofMillis(2));
    }
    for (int i = 0; i < 15; i++) {
      latencies.add(Duration.ofMillis(300));
    }

    assertThat(latencies.percentile(50)).isCloseTo(2, Percentage.withPercentage(13));
    assertThat(latencies.percentile(99)).isCloseTo(300, Percentage.withPercentage(13));
    assertThat(latencies.count()).isEqualTo(1000);
  }
}

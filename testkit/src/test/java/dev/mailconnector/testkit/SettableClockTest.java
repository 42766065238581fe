package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SettableClockTest {
  private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");

  @Test
  void advance_movesBothTimes() {
    clock.advance(Duration.ofMinutes(5));

    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-22T00:05:00Z"));
    assertThat(clock.nanoTime()).isEqualTo(Duration.ofMinutes(5).toNanos());
  }

  @Test
  void set_backwards_leavesTheMonotonicTime() {
    clock.advance(Duration.ofSeconds(1));
    clock.set(Instant.EPOCH);

    assertThat(clock.millis()).isZero();
    assertThat(clock.nanoTime()).isEqualTo(1_000_000_000L);
  }

  @Test
  void withZone_isTheSameClock() {
    SettableClock there = clock.withZone(ZoneId.of("Europe/Berlin"));
    clock.advance(Duration.ofHours(1));

    assertThat(there.instant()).isEqualTo(clock.instant());
    assertThat(there.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void advance_byANegativeDuration_isRefused() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-1S");
  }
}

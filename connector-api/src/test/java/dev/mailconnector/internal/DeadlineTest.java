package dev.mailconnector.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Moments on a clock that may begin anywhere. */
class DeadlineTest {
  private static final Duration FOREVER = Duration.between(Instant.EPOCH, Instant.MAX);

  private final AtomicLong nanos = new AtomicLong();
  private final Ticker ticker = nanos::get;

  @Test
  void neverEnding_isLaterThanAnyOther_whereverTheClockBegan() {
    for (long began : new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      nanos.set(began);
      Deadline never = Deadline.in(FOREVER, ticker);
      Deadline soon = Deadline.in(Duration.ofDays(3650), ticker);

      assertThat(never.isOver()).isFalse();
      assertThat(never.orIn(Duration.ofDays(3650))).isEqualTo(soon);
      assertThat(soon.orIn(FOREVER)).isEqualTo(soon);
    }
  }

  @Test
  void endOfAllTimesPast_isOver() {
    assertThat(Deadline.in(FOREVER.negated(), ticker).isOver()).isTrue();
  }
}

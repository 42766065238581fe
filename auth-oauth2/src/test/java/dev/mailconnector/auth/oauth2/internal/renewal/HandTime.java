package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Two clocks and a scheduler that stand still until a test moves them; timers ring on the way, in
 * order.
 */
public final class HandTime {
  /** Close to where nanoseconds overflow: only differences may mean anything. */
  private static final long ORIGIN = Long.MAX_VALUE - 1_000_000_000L;

  final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final Ticker ticker = () -> ORIGIN + clock.nanoTime();

  /** Moves both clocks on; every timer that comes due rings at its own moment. */
  public void advance(Duration duration) {
    scheduler.advance(duration);
  }

  /** By the calendar. */
  public Instant now() {
    return clock.instant();
  }

  /** Moves the calendar only, as a person or a time server does. */
  void jumpCalendar(Duration duration) {
    clock.set(clock.instant().plus(duration));
  }

  int pendingTimers() {
    return scheduler.pending();
  }
}

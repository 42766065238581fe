package dev.mailconnector.auth.oauth2.internal.renewal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long to leave an issuer alone after failures in a row. */
final class Backoff {
  /** The longest pause, and the most of an issuer's Retry-After that is honoured. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST_TEMPORARY = Duration.ofMinutes(1);
  private static final Duration FIRST_PROBE = Duration.ofSeconds(30);
  private static final Duration FIRST_SHARED = Duration.ofSeconds(5);

  private Backoff() {}

  /**
   * 1 s doubling to 1 min, shortened by up to a quarter; never shorter than what the issuer asked
   * for, within 10 min.
   */
  static Duration temporary(int streak, @Nullable Duration retryAfter, double roll) {
    return withinReason(grown(FIRST, LONGEST_TEMPORARY, streak, roll), retryAfter);
  }

  /**
   * For an issuer that fails many accounts: 5 s doubling to 1 min, shortened by up to a quarter;
   * never shorter than what it asked for, within 10 min.
   */
  static Duration shared(int streak, @Nullable Duration retryAfter, double roll) {
    return withinReason(grown(FIRST_SHARED, LONGEST_TEMPORARY, streak, roll), retryAfter);
  }

  private static Duration withinReason(Duration own, @Nullable Duration retryAfter) {
    if (retryAfter == null || retryAfter.compareTo(own) <= 0) {
      return own;
    }
    return retryAfter.compareTo(LONGEST) < 0 ? retryAfter : LONGEST;
  }

  /**
   * 30 s doubling to 10 min, shortened by up to a quarter: a human must act first, and that takes a
   * while.
   */
  static Duration permanent(int streak, double roll) {
    return grown(FIRST_PROBE, LONGEST, streak, roll);
  }

  private static Duration grown(Duration first, Duration longest, int streak, double roll) {
    long doubled = first.toNanos() << Math.min(streak - 1, 20);
    long capped = Math.min(doubled, longest.toNanos());
    return Duration.ofNanos(capped - (long) (capped / 4 * roll));
  }
}

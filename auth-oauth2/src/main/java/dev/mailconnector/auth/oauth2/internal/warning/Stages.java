package dev.mailconnector.auth.oauth2.internal.warning;

import dev.mailconnector.event.CredentialEnd;
import java.time.Duration;
import java.time.Instant;

/**
 * How near an end is: from its first warning on, then 14 and 7 days before, then one stage for each
 * day, also afterwards. Each stage is told once.
 */
final class Stages {
  static final int NONE = 0;

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MIDDLE = Duration.ofDays(14);
  private static final Duration LATE = Duration.ofDays(7);

  private Stages() {}

  /** The stage now; a higher one is more urgent. */
  static int of(CredentialEnd end, Instant now) {
    Duration left = Duration.between(now, end.endsAt());
    if (now.isBefore(end.warnFrom())) {
      return NONE;
    }
    if (left.compareTo(MIDDLE) > 0) {
      return 1;
    }
    return left.compareTo(LATE) > 0 ? 2 : (int) (3 + LATE.toDays() - daysBegun(left));
  }

  /** When the next stage begins: later than now. */
  static Instant next(CredentialEnd end, Instant now) {
    Duration left = Duration.between(now, end.endsAt());
    if (now.isBefore(end.warnFrom())) {
      return end.warnFrom();
    }
    if (left.compareTo(MIDDLE) > 0) {
      return end.endsAt().minus(MIDDLE);
    }
    return left.compareTo(LATE) > 0
        ? end.endsAt().minus(LATE)
        : end.endsAt().minus(DAY.multipliedBy(daysBegun(left) - 1));
  }

  private static long daysBegun(Duration left) {
    return -Math.floorDiv(-left.toSeconds(), DAY.toSeconds());
  }
}

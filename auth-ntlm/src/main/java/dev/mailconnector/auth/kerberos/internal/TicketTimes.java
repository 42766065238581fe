package dev.mailconnector.auth.kerberos.internal;

import java.time.Duration;
import java.time.Instant;

/** When a ticket is renewed, and until when it is served. Drawn and computed once per ticket. */
final class TicketTimes {
  private static final Duration LONGEST_LEAD = Duration.ofHours(1);
  private static final Duration LONGEST_SPARE = Duration.ofMinutes(1);
  private static final Duration SHORTEST_LOOK = Duration.ofSeconds(30);

  private TicketTimes() {}

  /**
   * An hour before the end, a quarter of its life if that is less, and up to a tenth of that lead
   * later: accounts that began together do not ask together.
   *
   * @param roll from 0 to 1
   */
  static Instant renewal(Instant issuedAt, Instant expiresAt, double roll) {
    Duration lead = least(LONGEST_LEAD, life(issuedAt, expiresAt).dividedBy(4));
    return expiresAt.minus(lead).plusNanos((long) (lead.toNanos() * roll / 10));
  }

  /** When to look again whether somebody has renewed what still is the same. */
  static Instant nextLook(Instant now, Instant expiresAt) {
    Duration rest = life(now, expiresAt).dividedBy(4);
    return now.plus(rest.compareTo(SHORTEST_LOOK) > 0 ? rest : SHORTEST_LOOK);
  }

  /** Until when to begin logins with it: a minute less than its life, or a tenth. */
  static Instant usableUntil(Instant issuedAt, Instant expiresAt) {
    return expiresAt.minus(least(LONGEST_SPARE, life(issuedAt, expiresAt).dividedBy(10)));
  }

  private static Duration life(Instant issuedAt, Instant expiresAt) {
    Duration life = Duration.between(issuedAt, expiresAt);
    return life.isNegative() ? Duration.ZERO : life;
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}

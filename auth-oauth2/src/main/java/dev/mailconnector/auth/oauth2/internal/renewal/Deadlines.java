package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RenewalPolicy;
import java.time.Duration;

/**
 * The ages at which a token is renewed, is no longer served, and ends; computed once, when it
 * arrives.
 *
 * @param renewAfter from this age on it is STALE: served, and renewed behind
 * @param serveFor from this age on it is EXPIRED for us: no connection is opened with it
 * @param lifetime at this age its issuer says it ends
 */
record Deadlines(Duration renewAfter, Duration serveFor, Duration lifetime) {
  private static final Duration STANDARD_RENEWAL = Duration.ofMinutes(15);
  private static final Duration STANDARD_RESERVE = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final double JITTER = 0.1;
  private static final double JITTER_AT_FIRST = 0.5;

  /**
   * The deadlines of this token.
   *
   * @param beginning whether many accounts may have got theirs just now
   * @param roll a random number from 0 to 1, drawn once per token: brings the renewal forward by up
   *     to a tenth, and by up to half at a beginning, so that accounts that started together do not
   *     renew together
   */
  static Deadlines of(AccessToken token, RenewalPolicy policy, boolean beginning, double roll) {
    Duration life = shorter(token.lifetime(), LONGEST);
    Duration reserve =
        longer(
            shorter(STANDARD_RESERVE, life.dividedBy(10)),
            shorter(policy.minimumLife(), life.dividedBy(2)));
    Duration latest = life.minus(reserve).minus(reserve.dividedBy(4));
    if (!policy.renewBefore().isZero()) {
      latest =
          shorter(
              latest, life.minus(shorter(policy.renewBefore(), life.dividedBy(4).multipliedBy(3))));
    }
    Duration wish = token.renewIn();
    Duration renewal =
        wish != null && wish.compareTo(Duration.ZERO) > 0 && wish.compareTo(life) < 0
            ? wish
            : life.minus(shorter(STANDARD_RENEWAL, life.dividedBy(4)));
    long nanos = shorter(renewal, latest).toNanos();
    double jitter = beginning ? JITTER_AT_FIRST : JITTER;
    return new Deadlines(
        Duration.ofNanos(nanos - (long) (nanos * jitter * roll)), life.minus(reserve), life);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

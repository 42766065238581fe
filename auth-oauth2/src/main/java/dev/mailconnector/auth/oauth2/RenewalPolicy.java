package dev.mailconnector.auth.oauth2;

import java.time.Duration;

/**
 * When a token is renewed and how short-lived it may be when a connection is opened with it. Both
 * margins shrink with the token's lifetime L, so that a token of ten seconds works as well as one
 * of a day.
 *
 * @param renewBefore renew this long before the end, where the issuer has no wish of its own; at
 *     most {@code L/4} in the standard policy
 * @param minimumLife never open a connection with a token that has less than this to live; at most
 *     {@code L/10} in the standard policy
 * @param always renew even while nobody uses the account; by default an idle account's token lapses
 */
public record RenewalPolicy(Duration renewBefore, Duration minimumLife, boolean always) {
  private static final RenewalPolicy STANDARD =
      new RenewalPolicy(Duration.ofMinutes(15), Duration.ofMinutes(1), false);

  /** Checks that both are positive and that there is time to renew before the token is withheld. */
  public RenewalPolicy {
    if (minimumLife.isNegative()
        || minimumLife.isZero()
        || renewBefore.compareTo(minimumLife) <= 0) {
      throw new IllegalArgumentException(
          "minimumLife must be positive and renewBefore longer; they are "
              + minimumLife
              + " and "
              + renewBefore);
    }
  }

  /** Renew 15 minutes before the end, serve down to one minute before it, lapse when idle. */
  public static RenewalPolicy standard() {
    return STANDARD;
  }

  /**
   * The same, renewing even while nobody uses the account ({@code keep-token: always}): for nightly
   * batches.
   */
  public RenewalPolicy keptAlways() {
    return new RenewalPolicy(renewBefore, minimumLife, true);
  }
}

package dev.mailconnector.auth.oauth2;

import java.time.Duration;

/**
 * What an account demands of its tokens beyond the standard margins.
 *
 * <p>The standard, for a token of lifetime L: renew when the issuer wishes, else {@code min(15 min,
 * L/4)} before the end; open no connection with a token that has less than {@code min(60 s, L/10)}
 * to live. Both margins shrink with L, so tokens of ten seconds and of a day both work. The demands
 * below raise them.
 *
 * @param minimumLife open no connection with a token that has less than this to live (at most
 *     {@code L/2}: a token that can never meet the demand is used all the same, for the server's
 *     answer tells more than ours); zero for the standard
 * @param renewBefore renew at least this long before the end (at most {@code 3L/4}); zero for the
 *     standard, else longer than {@code minimumLife}
 * @param always renew even while nobody uses the account; by default an idle account's token lapses
 */
public record RenewalPolicy(Duration minimumLife, Duration renewBefore, boolean always) {
  private static final RenewalPolicy STANDARD =
      new RenewalPolicy(Duration.ZERO, Duration.ZERO, false);
  private static final RenewalPolicy HIGH_VOLUME_EMAIL =
      new RenewalPolicy(Duration.ofMinutes(20), Duration.ofMinutes(25), false);

  /**
   * Checks that there is time to renew before the token is withheld.
   *
   * @throws IllegalArgumentException if a demand is negative, or {@code renewBefore} is not the
   *     longer one
   */
  public RenewalPolicy {
    boolean standard = minimumLife.isZero() && renewBefore.isZero();
    if (!standard && (minimumLife.isNegative() || renewBefore.compareTo(minimumLife) <= 0)) {
      throw new IllegalArgumentException(
          "renewBefore must be longer than minimumLife, and neither negative; they are "
              + renewBefore
              + " and "
              + minimumLife);
    }
  }

  /** The standard margins; the token of an idle account lapses. */
  public static RenewalPolicy standard() {
    return STANDARD;
  }

  /**
   * For Microsoft's High Volume Email, which refuses tokens that will expire soon (535 5.7.142; the
   * threshold is not published): 20 minutes to open a connection, renewed 25 minutes before the
   * end.
   */
  public static RenewalPolicy highVolumeEmail() {
    return HIGH_VOLUME_EMAIL;
  }

  /**
   * The same, renewing even while nobody uses the account ({@code keep-token: always}): for nightly
   * batches.
   */
  public RenewalPolicy keptAlways() {
    return new RenewalPolicy(minimumLife, renewBefore, true);
  }
}

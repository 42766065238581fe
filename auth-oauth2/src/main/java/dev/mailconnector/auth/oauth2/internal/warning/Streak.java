package dev.mailconnector.auth.oauth2.internal.warning;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.event.ConnectorEvent.TokenRenewalFailed;
import dev.mailconnector.event.CredentialWarning;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failures of renewal in a row. Told of at the first, when they get worse, and after pauses that
 * double. Not thread-safe.
 */
final class Streak {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

  private final Instant since;
  private final @Nullable String command;
  private TokenRenewalFailed last;
  private Duration pause = FIRST_PAUSE;
  private Instant tellAt;

  /**
   * Begins with this failure, which is to be told.
   *
   * @param command what asks for a consent, or null where nothing does
   */
  Streak(TokenRenewalFailed first, @Nullable String command) {
    this.since = first.at();
    this.command = command;
    this.last = first;
    this.tellAt = first.at().plus(pause);
  }

  Instant since() {
    return since;
  }

  int attempts() {
    return last.failures();
  }

  /** Takes a further failure, and says whether it is to be told. */
  boolean add(TokenRenewalFailed next) {
    boolean worse = gravity(next) > gravity(last);
    last = next;
    if (!worse && next.at().isBefore(tellAt)) {
      return false;
    }
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    tellAt = next.at().plus(pause);
    return true;
  }

  /** What is to be told at this moment. */
  CredentialWarning warning(Instant now) {
    Instant until = last.usableUntil();
    Instant usableUntil = until == null || !now.isBefore(until) ? null : until;
    return consentNeeded(last)
        ? new CredentialWarning.ConsentNeeded(
            last.account(), now, since, attempts(), last.failure(), usableUntil, command)
        : new CredentialWarning.RenewalFailing(
            last.account(), now, since, attempts(), last.permanent(), last.failure(), usableUntil);
  }

  private static int gravity(TokenRenewalFailed failed) {
    int human = consentNeeded(failed) ? 2 : failed.permanent() ? 1 : 0;
    return human + (failed.usableUntil() == null ? 3 : 0);
  }

  private static boolean consentNeeded(TokenRenewalFailed failed) {
    return failed.failure().getCause() instanceof TokenException why && why.consentNeeded();
  }
}

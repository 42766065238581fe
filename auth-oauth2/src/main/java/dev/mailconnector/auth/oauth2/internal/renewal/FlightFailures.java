package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.diagnosis.TripRows;
import dev.mailconnector.failure.Remedy;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** How a request fails that no issuer has failed, in words. */
final class FlightFailures {
  private FlightFailures() {}

  /** Nobody makes it. */
  static TokenException unmanned(RejectedExecutionException full) {
    return TokenException.temporary(
        "No worker thread took the token request", null, TripRows.WORKERS.remedy(), null, full);
  }

  /** The source threw what it should not. */
  static TokenException broken(Throwable fault) {
    return TokenException.temporary(
        "The token source failed unexpectedly with a " + fault.getClass().getName(),
        null,
        TripRows.BROKEN.remedy(),
        null,
        fault);
  }

  /** The source did not return within this limit. */
  static TokenException unanswered(Duration limit) {
    return temporary(
        "The token request got no answer within " + limit.toSeconds() + " s",
        new Remedy(
            TripRows.SLOW,
            "Another one follows; should the answer still come, it is used. If this stays, look at the network and proxy on the way to the issuer."));
  }

  /** Its turn did not come in time. */
  static TokenException unserved() {
    return temporary(
        "The token request waited for its turn for "
            + RenewalState.PATIENCE.toMinutes()
            + " minutes and was not made",
        TripRows.WAITING.remedy());
  }

  /** Whoever waits for it has waited for so long; it goes on. */
  static TokenException late(Duration limit) {
    return temporary("No token came within " + limit.toSeconds() + " s", TripRows.SLOW.remedy());
  }

  /** Whoever waits for it was told to stop; it goes on. */
  static TokenException interrupted(InterruptedException interrupt) {
    return TokenException.temporary(
        "The wait for a token was interrupted",
        null,
        TripRows.INTERRUPTED.remedy("The request goes on for others."),
        null,
        interrupt);
  }

  private static TokenException temporary(String what, Remedy remedy) {
    return TokenException.temporary(what, null, remedy, null, null);
  }
}

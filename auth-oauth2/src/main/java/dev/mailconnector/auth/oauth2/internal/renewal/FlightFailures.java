package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.TokenException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** How a request fails that no issuer has failed, in words. */
final class FlightFailures {
  private FlightFailures() {}

  /** Nobody makes it. */
  static TokenException unmanned(RejectedExecutionException full) {
    return TokenException.temporary(
        "No worker thread took the token request",
        null,
        "The connector's executor is full or shut down: give it more threads, or a queue.",
        null,
        full);
  }

  /** The source threw what it should not. */
  static TokenException broken(Throwable fault) {
    return TokenException.temporary(
        "The token source failed unexpectedly with a " + fault.getClass().getName(),
        null,
        "This is a fault in the program or its class path, not in a setting; the cause says where.",
        null,
        fault);
  }

  /** The source did not return within this limit. */
  static TokenException unanswered(Duration limit) {
    return temporary(
        "The token request got no answer within " + limit.toSeconds() + " s",
        "Another one follows; should the answer still come, it is used. If this stays, look"
            + " at the network and proxy on the way to the issuer.");
  }

  /** Its turn did not come in time. */
  static TokenException unserved() {
    return temporary(
        "The token request waited for its turn for "
            + RenewalState.PATIENCE.toMinutes()
            + " minutes and was not made",
        "Too many requests wait for a slow issuer, or the connector's executor has no thread free."
            + " Another one follows.");
  }

  /** Whoever waits for it has waited for so long; it goes on. */
  static TokenException late(Duration limit) {
    return temporary(
        "No token came within " + limit.toSeconds() + " s",
        "The issuer answers slowly or not at all; the request goes on. Send again later. If this"
            + " stays, look at the network and proxy on the way to the issuer, or allow more time"
            + " (timeouts.token).");
  }

  /** Whoever waits for it was told to stop; it goes on. */
  static TokenException interrupted(InterruptedException interrupt) {
    return TokenException.temporary(
        "The wait for a token was interrupted",
        null,
        "The sending thread was told to stop; nothing was sent. The request goes on for others.",
        null,
        interrupt);
  }

  private static TokenException temporary(String what, String remedy) {
    return TokenException.temporary(what, null, remedy, null, null);
  }
}

package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.OneExchange;
import java.io.IOException;

/** Lets a vendor's library make its one request, and brings what the issuer really answered. */
public final class VendorTrip {

  /** The call of the library. */
  @FunctionalInterface
  public interface Call {
    /** Makes the request. */
    void run() throws IOException;
  }

  private VendorTrip() {}

  /**
   * Makes the call.
   *
   * @param library its name, for the case that it sends nothing
   */
  public static HttpAnswer make(
      String library, TokenRequest request, OneExchange exchange, Call call) throws TokenException {
    String outcome = run(call);
    HttpAnswer answer = exchange.answer();
    if (answer != null) {
      return answer;
    }
    IOException failure = exchange.failure();
    if (failure != null) {
      throw request.unanswered(failure);
    }
    throw request.impossible(
        library + " sent no request (" + outcome + ")",
        "Check the settings of this login; the version of " + library + " may be a wrong one.");
  }

  /** Only the kind of a failure: its message may quote a secret. */
  private static String run(Call call) {
    try {
      call.run();
      return "and reported no error";
    } catch (IOException | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return cause.getClass().getSimpleName();
    }
  }
}

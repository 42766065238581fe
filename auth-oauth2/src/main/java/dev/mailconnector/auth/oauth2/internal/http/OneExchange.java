package dev.mailconnector.auth.oauth2.internal.http;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a vendor's library and the HTTP stack for one trip: lets exactly one request
 * through, to the endpoint it was made for, keeps what comes of it, and tells the library that all
 * went well with a token that is none.
 *
 * <p>So the library makes the request, which is what it is good at, but can neither retry nor
 * follow a redirect with a secret in its hands; it cannot log the answer (MSAL4J quotes the bodies
 * of errors at WARN) nor keep the token, and what it would lose of the answer is not lost. Not
 * thread-safe: one trip runs in one thread.
 */
public final class OneExchange {
  private static final HttpAnswer BLANK =
      new HttpAnswer(
          200,
          "OK",
          Map.of("Content-Type", List.of("application/json")),
          "{\"access_token\":\"none\",\"token_type\":\"Bearer\",\"expires_in\":3600}");

  private final TokenHttp http;
  private final URI endpoint;
  private boolean used;
  private @Nullable HttpAnswer answer;
  private @Nullable IOException failure;

  /** An exchange with this endpoint. */
  public OneExchange(TokenHttp http, URI endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  /**
   * Sends the library's request.
   *
   * @return a success for the library, whatever came of it
   * @throws IOException if this is a second request, or one to somewhere else
   */
  public HttpAnswer post(URI uri, Map<String, String> headers, byte[] body) throws IOException {
    if (used || !endpoint.equals(uri)) {
      throw new IOException("One request to " + endpoint + " is all that is allowed");
    }
    used = true;
    try {
      answer = http.post(uri, headers, body);
    } catch (IOException e) {
      failure = e;
    }
    return BLANK;
  }

  /** What the endpoint answered, or null if it did not. */
  public @Nullable HttpAnswer answer() {
    return answer;
  }

  /** Why there is no answer, or null if there is one or nothing was sent. */
  public @Nullable IOException failure() {
    return failure;
  }
}

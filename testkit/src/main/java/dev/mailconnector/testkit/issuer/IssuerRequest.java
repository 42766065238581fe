package dev.mailconnector.testkit.issuer;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One token request as the issuer saw it. Immutable.
 *
 * @param at when it arrived, by the issuer's clock
 * @param path path of the endpoint
 * @param authentication how the client proved itself: {@code client_secret_basic}, {@code
 *     client_secret_post}, {@code client_assertion}, {@code bearer} or {@code none}
 * @param parameters the form or JSON, with client id and secret whichever way they came, and the
 *     bearer's {@code access_token}. Holds secrets: {@link #toString()} shows none of them
 */
public record IssuerRequest(
    Instant at, String path, String authentication, Map<String, String> parameters) {

  public IssuerRequest {
    parameters = Map.copyOf(parameters);
  }

  /** The grant type, or an empty string. */
  public String grant() {
    return parameters.getOrDefault("grant_type", "");
  }

  /** The client id, or null where the request has none, as with a JWT assertion. */
  public @Nullable String clientId() {
    return parameters.get("client_id");
  }

  /** The scope asked for, or null where the request named none. */
  public @Nullable String scope() {
    return parameters.get("scope");
  }

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  @Override
  public String toString() {
    return "IssuerRequest["
        + path
        + ", grant="
        + grant()
        + ", client="
        + clientId()
        + ", scope="
        + scope()
        + ", "
        + authentication
        + "]";
  }
}

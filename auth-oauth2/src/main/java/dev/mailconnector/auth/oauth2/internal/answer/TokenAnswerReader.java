package dev.mailconnector.auth.oauth2.internal.answer;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.spi.Secret;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer by RFC 6749 section 5.1: strict about the token and its type, lenient about what
 * real issuers get wrong (content type, a missing {@code expires_in} or one that is a string).
 */
final class TokenAnswerReader {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final TokenFailures failures;
  private final InstantSource clock;

  /** A reader of the answer to one request, with what is said where it brings nothing. */
  TokenAnswerReader(TokenFailures failures, InstantSource clock) {
    this.failures = failures;
    this.clock = clock;
  }

  AccessToken read(HttpAnswer answer) throws TokenException {
    return accessToken(answer, success(answer));
  }

  Secret readField(HttpAnswer answer, String field) throws TokenException {
    String value = text(success(answer), field);
    if (value == null || value.isEmpty()) {
      throw failures.strange(answer, "success without " + field);
    }
    return Secret.of(value);
  }

  private Map<String, Object> success(HttpAnswer answer) throws TokenException {
    Map<String, Object> json = parse(answer.body());
    TokenException refusal = json == null ? null : failures.refusal(answer, json);
    if (refusal != null) {
      throw refusal;
    }
    if (json == null || answer.status() / 100 != 2) {
      throw failures.notOAuth(answer);
    }
    return json;
  }

  /** The answer as JSON; null where it is none. */
  static @Nullable Map<String, Object> parse(String body) {
    try {
      return JSONObjectUtils.parse(body);
    } catch (ParseException e) {
      return null;
    }
  }

  private AccessToken accessToken(HttpAnswer answer, Map<String, Object> json)
      throws TokenException {
    String token = text(json, "access_token");
    if (token == null || token.isEmpty()) {
      throw failures.strange(answer, "success without an access_token");
    }
    String type = text(json, "token_type");
    if (type != null && !type.equalsIgnoreCase("Bearer")) {
      throw failures.strange(answer, "a token of type \"" + type + "\", which is not Bearer");
    }
    Duration lifetime = lifetime(answer, json);
    Duration renewIn = seconds(json.get("refresh_in"));
    try {
      return AccessToken.of(Secret.of(token), lifetime)
          .withRenewIn(renewIn)
          .withScopes(scopes(text(json, "scope")))
          .withIssuerTime(ClockSkew.date(answer.header("Date")));
    } catch (IllegalArgumentException e) {
      throw failures.strange(answer, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The refresh token that takes the place of the one used; null where the issuer sent none and the
   * one used stays good (section 6).
   */
  static @Nullable Secret refreshToken(HttpAnswer answer) {
    Map<String, Object> json = answer.status() / 100 == 2 ? parse(answer.body()) : null;
    String token = json == null ? null : text(json, "refresh_token");
    return token == null || token.isEmpty() ? null : Secret.of(token);
  }

  /**
   * How long the refresh token lives, or null where the issuer does not say: {@code
   * refresh_token_expires_in} of Google and Microsoft (draft-ietf-oauth-refresh-token-expiration),
   * {@code refresh_expires_in} of Keycloak, where 0 is for ever.
   */
  static @Nullable Duration refreshLifetime(HttpAnswer answer) {
    Map<String, Object> json = answer.status() / 100 == 2 ? parse(answer.body()) : null;
    if (json == null) {
      return null;
    }
    Duration lifetime = seconds(json.get("refresh_token_expires_in"));
    return lifetime == null ? seconds(json.get("refresh_expires_in")) : lifetime;
  }

  /** The {@code error} of an answer (section 5.2), or null. */
  static @Nullable String error(HttpAnswer answer) {
    Map<String, Object> json = parse(answer.body());
    return json == null ? null : text(json, "error");
  }

  private static Set<String> scopes(@Nullable String scope) {
    return scope == null || scope.isBlank()
        ? Set.of()
        : Set.copyOf(Arrays.asList(scope.trim().split("\\s+", -1)));
  }

  /** The identity endpoint of Azure App Service names the end alone, in seconds since 1970. */
  private @Nullable Duration lifetime(HttpAnswer answer, Map<String, Object> json) {
    Duration lifetime = seconds(json.get("expires_in"));
    Object end = json.get("expires_on");
    if (lifetime != null || end == null) {
      return lifetime;
    }
    try {
      long now = ClockSkew.issuerTime(answer, clock).getEpochSecond();
      long left = Long.parseLong(end.toString().trim()) - now;
      return seconds(left);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A positive number of seconds, as a number or as text; null where there is none. */
  static @Nullable Duration seconds(@Nullable Object value) {
    double seconds;
    try {
      seconds = value == null ? 0 : Double.parseDouble(value.toString().trim());
    } catch (NumberFormatException e) {
      return null;
    }
    if (!(seconds > 0)) {
      return null;
    }
    double bounded = Math.min(seconds, LONGEST.toSeconds());
    return Duration.ofMillis((long) (bounded * 1000));
  }

  static @Nullable String text(Map<String, Object> json, String field) {
    return json.get(field) instanceof String text ? text : null;
  }
}

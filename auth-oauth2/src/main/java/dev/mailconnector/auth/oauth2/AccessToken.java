package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token as its issuer answered it (RFC 6749 section 5.1). All times are relative to the
 * arrival of the answer; the login stamps them with its own clock, so the issuer's and the local
 * calendar need not agree. {@code toString} shows no secret.
 *
 * @param value the token: visible ASCII characters without spaces
 * @param lifetime how long it lives ({@code expires_in}); positive
 * @param renewIn when the issuer wishes it to be renewed ({@code refresh_in} of Microsoft), or null
 * @param scopes what it is good for, as far as the issuer said; may be empty
 * @param issuerTime what the issuer's clock said when it answered ({@code Date}, RFC 9110 section
 *     6.6.1), or null; nothing goes by it, it shows a wrong clock
 */
public record AccessToken(
    Secret value,
    Duration lifetime,
    @Nullable Duration renewIn,
    Set<String> scopes,
    @Nullable Instant issuerTime) {

  /**
   * The lifetime of a token whose issuer names none: 5 minutes. {@code expires_in} is only
   * recommended (RFC 6749 5.1).
   */
  public static final Duration ASSUMED_LIFETIME = Duration.ofMinutes(5);

  /**
   * Checks the parts and copies the scopes.
   *
   * @throws IllegalArgumentException if the token is empty or has characters that no bearer token
   *     may have (they could add fields to a login), or if the lifetime is not positive
   */
  public AccessToken {
    String text = value.reveal();
    if (text.isEmpty() || !text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "An access token must be one or more visible ASCII characters (RFC 6750 section 2.1);"
              + " this one is "
              + (text.isEmpty() ? "empty" : "not"));
    }
    if (lifetime.isNegative() || lifetime.isZero()) {
      throw new IllegalArgumentException(
          "The lifetime of an access token must be positive, not " + lifetime);
    }
    scopes = Set.copyOf(scopes);
  }

  /** A token with this lifetime, or with {@link #ASSUMED_LIFETIME} if the issuer named none. */
  public static AccessToken of(Secret value, @Nullable Duration lifetime) {
    return new AccessToken(
        value, lifetime == null ? ASSUMED_LIFETIME : lifetime, null, Set.of(), null);
  }

  /** The same with the issuer's wish when to renew it. */
  public AccessToken withRenewIn(@Nullable Duration newRenewIn) {
    return new AccessToken(value, lifetime, newRenewIn, scopes, issuerTime);
  }

  /** The same with the scopes that the issuer granted. */
  public AccessToken withScopes(Set<String> newScopes) {
    return new AccessToken(value, lifetime, renewIn, newScopes, issuerTime);
  }

  /** The same with what the issuer's clock said. */
  public AccessToken withIssuerTime(@Nullable Instant newIssuerTime) {
    return new AccessToken(value, lifetime, renewIn, scopes, newIssuerTime);
  }
}

package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenLife;
import dev.mailconnector.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one account.
 *
 * @param origin the digest of the configured token that the kept one came from; empty where it came
 *     from a consent, so that any configured one will do
 * @param refreshToken the token to present; null if there is none yet
 * @param begun when an exchange began whose end is not recorded, or null
 * @param access the access token of the last exchange, or null
 * @param issued when that one came
 * @param life what is known of the refresh token's life; null in records of former versions
 */
record TokenRecord(
    String origin,
    @Nullable Secret refreshToken,
    @Nullable Instant begun,
    @Nullable AccessToken access,
    @Nullable Instant issued,
    @Nullable RefreshTokenLife life) {

  /**
   * How far a token may come from the future: whoever waited for an exchange, or was kept from
   * asking for one, has read the clock before it. More is a clock that was set back.
   */
  private static final Duration EARLY = Duration.ofSeconds(30);

  /** A record to begin with. */
  static TokenRecord of(@Nullable Secret configured) {
    return new TokenRecord(
        configured == null ? "" : digest(configured), configured, null, null, null, null);
  }

  /** Whether the kept token came from this configured one, as far as is known. */
  boolean cameFrom(@Nullable Secret configured) {
    return configured == null || origin.isEmpty() || origin.equals(digest(configured));
  }

  /** The same as that of this configured token. */
  TokenRecord adoptedBy(@Nullable Secret configured) {
    return configured == null
        ? this
        : new TokenRecord(digest(configured), refreshToken, begun, access, issued, life);
  }

  /** The same with an exchange begun, if not earlier. */
  TokenRecord begun(Instant now) {
    return new TokenRecord(origin, refreshToken, begun == null ? now : begun, access, issued, life);
  }

  /**
   * The same after an exchange.
   *
   * @param lifetime how long the refresh token lives, as far as the issuer said
   */
  TokenRecord settled(
      Secret current, @Nullable AccessToken token, @Nullable Duration lifetime, Instant now) {
    boolean same = Objects.equals(current, refreshToken);
    if (token == null && same) {
      return new TokenRecord(origin, current, null, access, issued, life);
    }
    RefreshTokenLife next =
        life == null || token == null
            ? RefreshTokenLife.begun(now, lifetime)
            : life.exchanged(now, !same, lifetime);
    return new TokenRecord(origin, current, null, token, token == null ? null : now, next);
  }

  /** The same without access token: it must not be used before its refresh token is kept. */
  TokenRecord withoutAccess() {
    return new TokenRecord(origin, refreshToken, begun, null, null, life);
  }

  /** The access token with the rest of its life, where three quarters of it are to come. */
  @Nullable AccessToken recent(Instant now) {
    if (access == null || issued == null) {
      return null;
    }
    Duration age = Duration.between(issued, now);
    if (age.plus(EARLY).isNegative()
        || age.abs().multipliedBy(4).compareTo(access.lifetime()) >= 0) {
      return null;
    }
    if (age.isNegative()) {
      age = Duration.ZERO;
    }
    Duration renewIn = access.renewIn();
    Duration restOfRenewIn = renewIn == null ? null : renewIn.minus(age);
    return new AccessToken(
        access.value(),
        access.lifetime().minus(age),
        restOfRenewIn == null || restOfRenewIn.isNegative() ? null : restOfRenewIn,
        access.scopes(),
        null);
  }

  private static String digest(Secret token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(token.reveal().getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

package dev.mailconnector.auth.oauth2;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of the life of a refresh token. Immutable.
 *
 * @param lastUsed when it was consented to or last exchanged
 * @param since when the end became known, or null if it is not
 * @param endsAt when it ends by what the issuer said, or null if that is not known
 * @param extending whether the last exchange moved the end, so that the next one will
 */
public record RefreshTokenLife(
    Instant lastUsed, @Nullable Instant since, @Nullable Instant endsAt, boolean extending) {
  private static final Duration ROUNDING = Duration.ofMinutes(1);

  /**
   * A life that begins now.
   *
   * @param lifetime how long it lives, as far as the issuer said; null if it did not
   */
  public static RefreshTokenLife begun(Instant now, @Nullable Duration lifetime) {
    return lifetime == null
        ? new RefreshTokenLife(now, null, null, false)
        : new RefreshTokenLife(now, now, now.plus(lifetime), false);
  }

  /**
   * The life of what an exchange left: the same token, or its successor.
   *
   * @param replaced whether it is a successor
   * @param lifetime what the issuer said this time, or null
   */
  public RefreshTokenLife exchanged(Instant now, boolean replaced, @Nullable Duration lifetime) {
    if (lifetime == null) {
      return replaced ? begun(now, null) : new RefreshTokenLife(now, since, endsAt, extending);
    }
    Instant end = now.plus(lifetime);
    if (endsAt == null || end.isBefore(endsAt.minus(ROUNDING))) {
      return begun(now, lifetime);
    }
    return end.isAfter(endsAt.plus(ROUNDING))
        ? new RefreshTokenLife(now, now, end, true)
        : new RefreshTokenLife(now, since, endsAt, false);
  }
}

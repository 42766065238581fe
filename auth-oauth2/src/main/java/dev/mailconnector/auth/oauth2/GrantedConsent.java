package dev.mailconnector.auth.oauth2;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user has consented to, and where its refresh token is. Holds no secret. Immutable.
 *
 * @param account the name of the record in the store
 * @param user who consented, by the issuer's ID token; null if the issuer did not say
 * @param scopes what was granted, as far as the issuer said; may be empty
 * @param endsAfter how long the refresh token lives if it is not used, as far as the issuer said;
 *     null if it did not, which most often means that no end is fixed
 * @param store where the refresh token is kept
 */
public record GrantedConsent(
    String account,
    @Nullable String user,
    Set<String> scopes,
    @Nullable Duration endsAfter,
    String store) {

  /** Copies the scopes. */
  public GrantedConsent {
    scopes = Set.copyOf(scopes);
  }
}

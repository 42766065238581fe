package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A way to a token with its issuer.
 *
 * @param issuer where it goes
 * @param login the login, over a store for its refresh token where it has one
 * @param first the first refresh token, or null
 * @param revoke ends what it rests on: the secret, the certificate, the consent
 */
record RunningFlow(
    TokenIssuer issuer,
    Function<RefreshTokenStore, OAuth2Login> login,
    @Nullable Secret first,
    Runnable revoke) {

  static RunningFlow of(TokenIssuer issuer, OAuth2Login login, Runnable revoke) {
    return new RunningFlow(issuer, store -> login, null, revoke);
  }

  /** The login as another process begins it, with the first refresh token. */
  OAuth2Login afresh() {
    return login.apply(RefreshTokenStore.inMemory());
  }
}

package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.Secret;

/**
 * Keeps refresh tokens that change with use. Many issuers replace the refresh token with every
 * exchange, and take a second use of the old one for theft (RFC 9700 section 4.14.2): so one
 * exchange at a time, and the new token is kept before the access token beside it is used.
 *
 * <p>Implementations are thread-safe. Where several processes share a store, a lease must be
 * exclusive among them and must expire, and {@link Lease#replace} must refuse when the token was
 * changed by somebody else meanwhile.
 */
public interface RefreshTokenStore {

  /**
   * Takes the refresh token of this account for one exchange.
   *
   * @param key the account
   * @param configured the token of the configuration: the first value, and a new beginning when it
   *     differs from the one that the kept token came from
   * @throws TokenException if another exchange is under way, or if the store cannot be read
   */
  Lease take(String key, Secret configured) throws TokenException;

  /** The right to use a refresh token once. Closing it gives the token back. */
  interface Lease extends AutoCloseable {

    /** The token to present. */
    Secret refreshToken();

    /**
     * Keeps the token that replaces the presented one. It is durable, in the sense of the store,
     * when this method returns.
     *
     * @throws TokenException if it could not be kept
     */
    void replace(Secret next) throws TokenException;

    @Override
    void close();
  }

  /** A store that forgets with the process: enough where the issuer does not replace tokens. */
  static RefreshTokenStore inMemory() {
    return new InMemoryRefreshTokens();
  }
}

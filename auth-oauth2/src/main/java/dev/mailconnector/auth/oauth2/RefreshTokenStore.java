package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.store.JdbcTokens;
import dev.mailconnector.auth.oauth2.internal.store.LeasedRefreshTokens;
import dev.mailconnector.auth.oauth2.internal.store.MemoryTokens;
import dev.mailconnector.auth.oauth2.internal.store.Pkcs12Key;
import dev.mailconnector.auth.oauth2.internal.store.TokenFiles;
import dev.mailconnector.auth.oauth2.internal.store.TokenRow;
import dev.mailconnector.auth.oauth2.internal.store.TokenSeal;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps refresh tokens that change with use. Many issuers replace the refresh token with every
 * exchange, and take a second use of the old one for theft (RFC 9700 section 4.14.2): so one
 * exchange at a time, and the new token is kept before the access token beside it is used.
 *
 * <p>Implementations are thread-safe. Where several processes share a store, a lease must be
 * exclusive among them and must end when its holder does, and {@link Lease#settle} must refuse when
 * the record was changed by somebody else meanwhile.
 *
 * <p>The stores that encrypt take their key as text: 32 random bytes in base64 or hex ({@code
 * openssl rand -base64 32}). Several keys, separated by blanks or line breaks, are one key that is
 * being replaced: the first one encrypts, the others still open what they closed. A secret key in a
 * PKCS#12 file is read by {@link #keyStore}.
 */
public interface RefreshTokenStore {

  /**
   * Takes the refresh token of this account for one exchange. May wait some seconds while somebody
   * else has it.
   *
   * @param account whose token, in words that may be shown
   * @param configured the token of the configuration: the first value, and a new beginning when it
   *     differs from the one that the kept token came from; null to use what is kept
   * @param now the caller's calendar, for stores that have no clock of their own
   * @throws TokenException if another exchange is under way, or if the store cannot be read
   */
  Lease take(String account, @Nullable Secret configured, Instant now) throws TokenException;

  /**
   * Keeps the refresh token of a new consent in place of what was kept before.
   *
   * @param account whose token, in words that may be shown
   * @param consented the new token
   * @param now the caller's calendar
   * @throws TokenException if an exchange is under way, or if it could not be kept
   */
  default void put(String account, Secret consented, Instant now) throws TokenException {
    try (Lease lease = take(account, null, now)) {
      lease.settle(consented, null);
    }
  }

  /**
   * The same with how long the token lives, for {@link Lease#life()}. A store that does not keep
   * that needs only the other.
   *
   * @param lifetime counted from now, or null if the issuer did not say
   * @throws TokenException if an exchange is under way, or if it could not be kept
   */
  default void put(String account, Secret consented, @Nullable Duration lifetime, Instant now)
      throws TokenException {
    put(account, consented, now);
  }

  /**
   * Tries whether a refresh token of this account could be kept now: whether nobody else has it,
   * and whether place and key are good, as far as that can be known without a write.
   *
   * @param account whose token, in words that may be shown
   * @param now the caller's calendar
   * @throws TokenException if it could not
   */
  default void check(String account, Instant now) throws TokenException {
    take(account, null, now).close();
  }

  /** The right to use a refresh token once. Closing it gives the token back. For one thread. */
  interface Lease extends AutoCloseable {

    /**
     * An access token that somebody else who shares this store has just obtained, with what is left
     * of its life; empty if there is none whose life has more than three quarters left.
     */
    default Optional<AccessToken> recent() {
      return Optional.empty();
    }

    /**
     * When an earlier exchange of this token began whose end was never recorded; empty if every
     * exchange came to its end. The issuer may have replaced the token then.
     */
    default Optional<Instant> unfinished() {
      return Optional.empty();
    }

    /**
     * What is known of the token's life, to warn before it ends; empty if nothing is. Only for
     * that: a lease may be taken and closed to look.
     */
    default Optional<RefreshTokenLife> life() {
      return Optional.empty();
    }

    /**
     * The token to present. That an exchange has begun is recorded, durably in the sense of the
     * store, when this method returns.
     *
     * @throws TokenException if that could not be recorded, or if there is no token
     */
    Secret present() throws TokenException;

    /**
     * Records how the exchange ended: this is the refresh token to present from now on. It is
     * durable, in the sense of the store, when this method returns. A lease that is closed without
     * it leaves the exchange {@linkplain #unfinished() unfinished}.
     *
     * @param refreshToken the token that replaces the presented one, or the presented one again
     * @param accessToken the access token beside it, for others who share the store; null for none
     * @throws TokenException if a new token could not be kept; that one stays the same is never
     *     worth a failure
     */
    void settle(Secret refreshToken, @Nullable AccessToken accessToken) throws TokenException;

    /**
     * The same with how long the refresh token lives, for {@link #life()}. A store that does not
     * keep that needs only the other.
     *
     * @param lifetime counted from now, or null if the issuer did not say
     * @throws TokenException as the other
     */
    default void settle(
        Secret refreshToken, @Nullable AccessToken accessToken, @Nullable Duration lifetime)
        throws TokenException {
      settle(refreshToken, accessToken);
    }

    @Override
    void close();
  }

  /** A store that forgets with the process: enough where the issuer does not replace tokens. */
  static RefreshTokenStore inMemory() {
    return new LeasedRefreshTokens(new MemoryTokens(), Duration.ofSeconds(1));
  }

  /**
   * An encrypted file (RFC 7516) for one account. Its folder must exist; beside it there will be
   * two that end with {@code .lock}. Several connectors, and several processes of one machine, may
   * share it.
   *
   * @param key the key as text, read at every use
   */
  static RefreshTokenStore encryptedFile(Path file, SecretSource key) {
    return new LeasedRefreshTokens(
        TokenFiles.single(file, new TokenSeal(key)), LeasedRefreshTokens.PATIENCE);
  }

  /**
   * A folder with an encrypted file (RFC 7516) for each account; it is made when it is missing.
   * Several connectors, and several processes of one machine, may share it.
   *
   * @param key the key as text, read at every use
   */
  static RefreshTokenStore encryptedFolder(Path folder, SecretSource key) {
    return new LeasedRefreshTokens(
        TokenFiles.folder(folder, new TokenSeal(key)), LeasedRefreshTokens.PATIENCE);
  }

  /**
   * A table of a database, for several machines: {@link #jdbc(DataSource, SecretSource, Duration)}
   * with leases of two minutes, which is enough for a {@code timeouts.token} of up to one.
   */
  static RefreshTokenStore jdbc(DataSource database, SecretSource key) {
    return jdbc(database, key, Duration.ofMinutes(2));
  }

  /**
   * A table of a database, for several machines. Create it with {@link #jdbcTable()}. Tokens are
   * encrypted before they get there (RFC 7516). Each step is a statement of its own that is
   * committed at once; a pool of connections is the {@code DataSource}'s business.
   *
   * @param key the key as text, read at every use
   * @param lease how long others leave an account alone whose holder has died; by the database's
   *     clock, and twice {@code timeouts.token} at least: after it another node may present the
   *     token that is still being exchanged
   * @throws ConfigurationException unless the lease is positive
   */
  static RefreshTokenStore jdbc(DataSource database, SecretSource key, Duration lease) {
    if (lease.isNegative() || lease.isZero()) {
      throw ConfigurationException.of(
          "lease",
          lease.toString(),
          "A lease that is over at once keeps no other node from the same token: a positive"
              + " duration, twice timeouts.token at least.");
    }
    return new LeasedRefreshTokens(
        new JdbcTokens(database, new TokenSeal(key), lease), LeasedRefreshTokens.PATIENCE);
  }

  /** The statement that creates the table of {@link #jdbc}; for H2 and PostgreSQL. */
  static String jdbcTable() {
    return TokenRow.CREATE_TABLE;
  }

  /**
   * The text of a secret key in a PKCS#12 file ({@code keytool -genseckey -keyalg AES -keysize 256
   * -storetype PKCS12}).
   *
   * @param password of the file, and of the key in it
   * @param alias the key's name; null if there is only one
   */
  static SecretSource keyStore(Path file, SecretSource password, @Nullable String alias) {
    return new Pkcs12Key(file, password, alias);
  }
}

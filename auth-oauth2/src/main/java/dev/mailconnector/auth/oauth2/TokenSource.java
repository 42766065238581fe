package dev.mailconnector.auth.oauth2;

import dev.mailconnector.event.CredentialEnd;
import java.util.List;
import java.util.Optional;

/**
 * One trip to a token issuer: no cache, no retry, no renewal. Those belong to the login that the
 * source is handed to ({@link OAuth2#login}), which never has two requests of one account under
 * way, except when the first has been without an answer for longer than its limit.
 *
 * <p>Implementations are thread-safe and limit every wait of their own. They are called on the
 * connector's worker threads, never in a sender's thread, and may block.
 */
@FunctionalInterface
public interface TokenSource extends AutoCloseable {

  /**
   * Asks the issuer for a new access token.
   *
   * @throws TokenException if there is none: whether it may pass, what the issuer said, and who
   *     must do what. Any other exception counts as a fault that may pass; it becomes the cause of
   *     what senders see and must not contain a secret either.
   */
  AccessToken fetch() throws TokenException;

  /**
   * What else of this login ends, and when, as far as that can be known without asking the issuer:
   * the certificate, a secret whose day is configured, the refresh token. Called on worker threads
   * after each new token and daily; may read files and stores. Whatever it throws is ignored.
   */
  default List<CredentialEnd> ends() {
    return List.of();
  }

  /**
   * Whom it asks, so that accounts with the same issuer can leave it alone together; asked once.
   * Empty if that is nobody's business: then only this account's failures count.
   */
  default Optional<IssuerClient> issuer() {
    return Optional.empty();
  }

  /**
   * Lets go of what the source holds. Called once, when the account is removed, for sources that
   * the login has made itself.
   */
  @Override
  default void close() {}
}

package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;

/**
 * A refresh token with the place where its successors are kept.
 *
 * @param store that place
 * @param key the account there
 * @param configured the first value
 */
public record KeptRefreshToken(RefreshTokenStore store, String key, SecretSource configured) {

  /** One exchange of a refresh token. */
  @FunctionalInterface
  public interface Exchange {
    /** Presents this token. */
    HttpAnswer present(Secret refreshToken) throws TokenException;
  }

  /**
   * Makes one exchange. A new refresh token is kept before anything else is made of the answer: the
   * old one may be dead already.
   */
  public AccessToken exchange(TokenRequest request, Exchange exchange) throws TokenException {
    Secret first = request.secret("refresh-token", configured);
    try (RefreshTokenStore.Lease lease = store.take(key, first)) {
      Secret presented = lease.refreshToken();
      request.hide(presented);
      HttpAnswer answer = exchange.present(presented);
      Secret next = TokenAnswerReader.refreshToken(answer);
      if (next != null && !next.equals(presented)) {
        lease.replace(next);
      }
      return request.read(answer);
    }
  }
}

package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A refresh token with the place where its successors are kept. Thread-safe. */
public final class KeptRefreshToken {
  /** What OpenID Connect adds to a request and no issuer lists among the scopes of a token. */
  private static final Set<String> OPENID =
      Set.of("openid", "profile", "email", "address", "phone", "offline_access");

  private final RefreshTokenStore store;
  private final String account;
  private final @Nullable SecretSource configured;
  private final Set<String> scopes;
  private volatile @Nullable Secret handedOut;

  /** One exchange of a refresh token. */
  @FunctionalInterface
  public interface Exchange {
    /** Presents this token. */
    HttpAnswer present(Secret refreshToken) throws TokenException;
  }

  /** The same for whatever scope the issuer gives. */
  public KeptRefreshToken(
      RefreshTokenStore store, String account, @Nullable SecretSource configured) {
    this(store, account, configured, null);
  }

  /**
   * A token that is kept in this store.
   *
   * @param account its name there
   * @param configured the first value; null if the store has it already
   * @param scope what access tokens are asked for, or null for what the issuer gives
   */
  public KeptRefreshToken(
      RefreshTokenStore store,
      String account,
      @Nullable SecretSource configured,
      @Nullable String scope) {
    this.store = store;
    this.account = account;
    this.configured = configured;
    this.scopes =
        scope == null
            ? Set.of()
            : Arrays.stream(scope.trim().split("\\s+", -1))
                .filter(word -> !OPENID.contains(word))
                .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Makes one exchange, unless somebody else who shares the store has just made one: then its
   * access token is the answer, if it was not that already. A new refresh token is kept before
   * anything else is made of the answer: the old one may be dead already.
   */
  public AccessToken exchange(TokenRequest request, Exchange exchange) throws TokenException {
    Secret first = configured == null ? null : request.secret("refresh-token", configured);
    try (RefreshTokenStore.Lease lease = store.take(account, first, request.now())) {
      AccessToken token = lease.recent().filter(this::isNews).orElse(null);
      if (token == null) {
        token = exchange(request, exchange, lease);
      }
      handedOut = token.value();
      return token;
    }
  }

  private AccessToken exchange(
      TokenRequest request, Exchange exchange, RefreshTokenStore.Lease lease)
      throws TokenException {
    Secret presented = lease.present();
    request.hide(presented);
    HttpAnswer answer;
    try {
      answer = exchange.present(presented);
    } catch (TokenException unanswered) {
      if (TokenRequest.neverLeft(unanswered) && lease.unfinished().isEmpty()) {
        lease.settle(presented, null);
      }
      throw unanswered;
    }
    return read(request, lease, presented, answer);
  }

  private AccessToken read(
      TokenRequest request, RefreshTokenStore.Lease lease, Secret presented, HttpAnswer answer)
      throws TokenException {
    Secret next = TokenAnswerReader.refreshToken(answer);
    AccessToken token;
    try {
      token = request.read(answer, lease.unfinished().orElse(null));
    } catch (TokenException unusable) {
      if (next != null) {
        lease.settle(next, null);
      } else if (changedNothing(answer) && lease.unfinished().isEmpty()) {
        lease.settle(presented, null);
      }
      throw unusable;
    }
    lease.settle(next == null ? presented : next, withScopes(token));
    return token;
  }

  /** What was refused was not processed; of an error of the server that is not known. */
  private static boolean changedNothing(HttpAnswer answer) {
    return answer.status() / 100 == 3
        || (answer.status() / 100 == 4 && answer.status() != 408)
        || (answer.status() / 100 == 2 && TokenAnswerReader.error(answer) != null);
  }

  private boolean isNews(AccessToken token) {
    return !Objects.equals(token.value(), handedOut) && token.scopes().containsAll(scopes);
  }

  /** An issuer that names no scopes has granted those that were asked for, RFC 6749 5.1. */
  private AccessToken withScopes(AccessToken token) {
    return token.scopes().isEmpty() ? token.withScopes(scopes) : token;
  }

  @Override
  public String toString() {
    return "the refresh token of " + account;
  }
}

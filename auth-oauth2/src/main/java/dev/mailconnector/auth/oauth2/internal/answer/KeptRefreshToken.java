package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenLife;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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
  private final @Nullable Duration idleLife;
  private volatile @Nullable Secret handedOut;
  private volatile @Nullable Seen seen;

  /** What a look into the store found. Using the token can only have moved it since. */
  private record Seen(Instant at, List<CredentialEnd> ends) {
    private static final Duration FRESH = Duration.ofHours(12);

    boolean isEnough(Instant now) {
      return now.isBefore(at.plus(FRESH))
          && ends.stream().allMatch(end -> now.isBefore(end.warnFrom()));
    }
  }

  /** One exchange of a refresh token. */
  @FunctionalInterface
  public interface Exchange {
    /** Presents this token. */
    HttpAnswer present(Secret refreshToken) throws TokenException;
  }

  /** The same for whatever scope the issuer gives. */
  public KeptRefreshToken(
      RefreshTokenStore store, String account, @Nullable SecretSource configured) {
    this(store, account, configured, null, null);
  }

  /**
   * A token that is kept in this store.
   *
   * @param account its name there
   * @param configured the first value; null if the store has it already
   * @param scope what access tokens are asked for, or null for what the issuer gives
   * @param idleLife after how long without use the issuer ends it, as far as its rules are known
   */
  public KeptRefreshToken(
      RefreshTokenStore store,
      String account,
      @Nullable SecretSource configured,
      @Nullable String scope,
      @Nullable Duration idleLife) {
    this.idleLife = idleLife;
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
      token = request.readRefreshed(answer, lease.unfinished().orElse(null));
    } catch (TokenException unusable) {
      if (next != null) {
        lease.settle(next, null, TokenRequest.refreshLifetime(answer));
      } else if (changedNothing(answer) && lease.unfinished().isEmpty()) {
        lease.settle(presented, null);
      }
      throw unusable;
    }
    lease.settle(
        next == null ? presented : next, withScopes(token), TokenRequest.refreshLifetime(answer));
    return token;
  }

  /** What was refused was not processed; of an error of the server that is not known. */
  private static boolean changedNothing(HttpAnswer answer) {
    return answer.status() / 100 == 3
        || (answer.status() / 100 == 4 && answer.status() != 408)
        || (answer.status() / 100 == 2 && TokenAnswerReader.error(answer) != null);
  }

  /**
   * When the token dies, as far as is known: by what the issuer said, or by its rule for tokens
   * that nobody uses. Looks into the store, since others may share it; but not for every token:
   * while nothing comes near, what was seen half a day ago is early enough.
   */
  public List<CredentialEnd> ends(Instant now) {
    Seen last = seen;
    if (last != null && last.isEnough(now)) {
      return last.ends();
    }
    try {
      Secret first = configured == null ? null : configured.read();
      try (RefreshTokenStore.Lease lease = store.take(account, first, now)) {
        RefreshTokenLife life = lease.life().orElse(null);
        List<CredentialEnd> ends = life == null ? List.of() : ends(life, now);
        seen = life == null ? null : new Seen(now, ends);
        return ends;
      }
    } catch (TokenException | CredentialException unreadable) {
      // The next exchange fails by the same, and says so. What was seen before still holds.
      return last == null ? List.of() : last.ends();
    }
  }

  private List<CredentialEnd> ends(RefreshTokenLife life, Instant now) {
    Instant said = life.endsAt();
    Instant idle = idleLife == null ? null : life.lastUsed().plus(idleLife);
    if (idle != null && (said == null || idle.isBefore(said))) {
      return List.of(end(life.lastUsed(), idle, true, now));
    }
    return said == null ? List.of() : List.of(end(life.since(), said, life.extending(), now));
  }

  private CredentialEnd end(
      @Nullable Instant since, Instant endsAt, boolean unlessUsed, Instant now) {
    boolean over = !now.isBefore(endsAt);
    CredentialEnd end =
        CredentialEnd.of(
            CredentialEnd.Part.REFRESH_TOKEN,
            account,
            since,
            endsAt,
            unlessUsed && !over
                ? "It ends unless the account is used before: send a mail with it, or set"
                    + " auth.keep-token: always."
                : "The user must log in and consent again" + (over ? "." : " before."));
    return unlessUsed && !over ? end.unlessUsed() : end;
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

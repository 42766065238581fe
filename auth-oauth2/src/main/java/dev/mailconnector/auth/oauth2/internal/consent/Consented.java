package dev.mailconnector.auth.oauth2.internal.consent;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.spi.Secret;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a consent brought.
 *
 * @param accessToken the first access token
 * @param refreshToken what is kept
 * @param user who consented; null if the issuer did not say
 * @param endsAfter how long the refresh token lives; null if the issuer did not say
 */
public record Consented(
    AccessToken accessToken,
    Secret refreshToken,
    @Nullable String user,
    @Nullable Duration endsAfter) {

  /**
   * The consent in an answer to this plan.
   *
   * @param nonce what an ID token must repeat, or null
   */
  static Consented read(
      ConsentPlan plan, TokenRequest request, HttpAnswer answer, @Nullable String nonce)
      throws TokenException {
    AccessToken token = request.read(answer);
    Secret refreshToken = TokenRequest.refreshToken(answer);
    if (refreshToken == null) {
      throw request.impossible(
          "the user consented, but the issuer gave no refresh token",
          "Ask for one: most servers want offline_access in auth.scope, and a client that is"
              + " allowed to use refresh tokens.");
    }
    checkScope(plan, request, token);
    return new Consented(
        token,
        refreshToken,
        user(plan, request, answer, nonce),
        TokenRequest.refreshLifetime(answer));
  }

  /** Google lets users untick what they are asked for. */
  private static void checkScope(ConsentPlan plan, TokenRequest request, AccessToken token)
      throws TokenException {
    String demanded = plan.service().demanded();
    if (demanded != null && !token.scopes().isEmpty() && !token.scopes().contains(demanded)) {
      throw request.notKept(
          "the user has not granted " + demanded,
          token.scopes().stream().sorted().collect(Collectors.joining(" ")),
          "Start again, and tick the box for mail on the issuer's page.");
    }
  }

  private static @Nullable String user(
      ConsentPlan plan, TokenRequest request, HttpAnswer answer, @Nullable String nonce)
      throws TokenException {
    IdToken identity = IdToken.read(answer);
    if (nonce != null && (identity == null || !nonce.equals(identity.nonce()))) {
      throw request.impossible(
          "the ID token is not the answer to this request: its nonce is another",
          "Start again; if it stays, whoever runs the issuer must act.");
    }
    if (identity == null) {
      return null;
    }
    if (!identity.audience().contains(plan.client().clientId())) {
      throw request.impossible(
          "the ID token is meant for another client: " + identity.audience(),
          "Whoever runs the issuer must act (OpenID Connect Core 1.0 section 3.1.3.7).");
    }
    if (identity.names().isEmpty() || identity.isOf(plan.user())) {
      return identity.names().isEmpty() ? null : identity.names().get(0);
    }
    throw request.notKept(
        "another than " + plan.user() + " consented",
        identity.names().stream().distinct().collect(Collectors.joining(", ")),
        "Log in at the issuer as "
            + plan.user()
            + ", in a private window if the browser remembers somebody else. If it is right so,"
            + " because the mailbox is shared or the issuer knows its owner by another name, name"
            + " who consents (on the command line --user, in Java Consent.by).");
  }
}

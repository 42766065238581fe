package dev.mailconnector.auth.oauth2.internal.consent;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.spi.Secret;

/**
 * What a consent brought.
 *
 * @param accessToken the first access token
 * @param refreshToken what is kept
 */
public record Consented(AccessToken accessToken, Secret refreshToken) {

  static Consented read(TokenRequest request, HttpAnswer answer) throws TokenException {
    AccessToken token = request.read(answer);
    Secret refreshToken = TokenRequest.refreshToken(answer);
    if (refreshToken == null) {
      throw request.impossible(
          "the user consented, but the issuer gave no refresh token",
          "Ask for one: most servers want offline_access in auth.scope, and a client that is"
              + " allowed to use refresh tokens.");
    }
    return new Consented(token, refreshToken);
  }
}

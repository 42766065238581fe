package dev.mailconnector.testkit;

import java.util.function.BiPredicate;

/**
 * Decides whether a bearer token is good for a user. Called on the connection's thread, so it must
 * be safe for use by several threads.
 */
@FunctionalInterface
public interface TokenCheck {

  /**
   * Judges a token.
   *
   * @param user the user name of the login; empty if the client named none
   * @param token the token, without the word Bearer
   */
  TokenVerdict check(String user, String token);

  /** Accepts exactly this token for exactly this user. */
  static TokenCheck accepting(String user, String token) {
    return of((someone, something) -> someone.equals(user) && something.equals(token));
  }

  /** Accepts what the predicate, given user and token, holds for: {@code issuer::isValid}. */
  static TokenCheck of(BiPredicate<String, String> isValid) {
    return (user, token) ->
        isValid.test(user, token) ? TokenVerdict.accepted() : TokenVerdict.refused();
  }

  /** Accepts every token of every user. */
  static TokenCheck acceptingAll() {
    return (user, token) -> TokenVerdict.accepted();
  }

  /** Refuses every token with this reply. */
  static TokenCheck refusingAll(String reply) {
    return (user, token) -> TokenVerdict.refused(reply);
  }
}

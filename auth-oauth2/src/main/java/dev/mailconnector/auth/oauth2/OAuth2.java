package dev.mailconnector.auth.oauth2;

/**
 * Logins with a token source of one's own; the sources of known issuers have their own builders.
 */
public final class OAuth2 {
  private OAuth2() {}

  /**
   * A login as {@code identity} with the tokens of this source. The source is not closed by the
   * login.
   *
   * @param identity the mailbox to log in to ({@code user=} of XOAUTH2)
   * @param source one trip to the issuer; caching, renewal and back-off are the login's
   * @throws dev.mailconnector.failure.ConfigurationException if the identity is empty or has
   *     control characters
   */
  public static OAuth2Login login(String identity, TokenSource source) {
    return new OAuth2Login(identity, context -> source::fetch);
  }
}

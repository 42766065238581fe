package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ProviderContext;

/**
 * A login with OAuth2 access tokens that renew themselves: what an {@link
 * dev.mailconnector.Account} carries. Immutable; may be used for several accounts, each gets its
 * own tokens.
 */
public final class OAuth2Login implements CredentialProviderFactory {
  private final String identity;
  private final TokenSourceFactory source;
  private final RenewalPolicy policy;

  OAuth2Login(String identity, TokenSourceFactory source) {
    this(identity, source, RenewalPolicy.standard());
  }

  private OAuth2Login(String identity, TokenSourceFactory source, RenewalPolicy policy) {
    this.identity = identity;
    this.source = source;
    this.policy = policy;
  }

  /**
   * The same with other margins, or with tokens that are renewed even while nobody uses the
   * account.
   */
  public OAuth2Login renewal(RenewalPolicy newPolicy) {
    return new OAuth2Login(identity, source, newPolicy);
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    throw new UnsupportedOperationException(source + " " + policy);
  }

  @Override
  public String toString() {
    return "OAuth2 login as " + identity;
  }
}

package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.sasl.BearerMechanism;
import dev.mailconnector.auth.oauth2.internal.sasl.Identities;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ProviderContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A login with OAuth2 access tokens that renew themselves: what an {@link
 * dev.mailconnector.Account} carries. Immutable; may be used for several accounts, each gets its
 * own tokens.
 */
public final class OAuth2Login implements CredentialProviderFactory {
  private final String identity;
  private final TokenSourceFactory source;
  private final RenewalPolicy policy;
  private final List<BearerMechanism> mechanisms;

  OAuth2Login(String identity, TokenSourceFactory source) {
    this(identity, source, RenewalPolicy.standard(), List.of(BearerMechanism.values()));
    String broken = Identities.check(identity);
    if (!broken.isEmpty()) {
      throw ConfigurationException.of("user", null, broken);
    }
  }

  private OAuth2Login(
      String identity,
      TokenSourceFactory source,
      RenewalPolicy policy,
      List<BearerMechanism> mechanisms) {
    this.identity = identity;
    this.source = source;
    this.policy = policy;
    this.mechanisms = mechanisms;
  }

  /** The same with other demands on its tokens; the default is {@link RenewalPolicy#standard()}. */
  public OAuth2Login renewal(RenewalPolicy newPolicy) {
    return new OAuth2Login(identity, source, newPolicy, mechanisms);
  }

  /**
   * The same by this mechanism only. By default XOAUTH2 is used where the server offers it, else
   * OAUTHBEARER.
   *
   * @param name {@code XOAUTH2} or {@code OAUTHBEARER}
   * @throws ConfigurationException for any other: a token never travels over a mechanism that it
   *     was not made for
   */
  public OAuth2Login mechanism(String name) {
    for (BearerMechanism mechanism : BearerMechanism.values()) {
      if (mechanism.name().equals(name.toUpperCase(Locale.ROOT))) {
        return new OAuth2Login(identity, source, policy, List.of(mechanism));
      }
    }
    throw ConfigurationException.of(
        "auth.mechanism",
        name,
        "A token travels over one of " + Arrays.toString(BearerMechanism.values()) + " only.");
  }

  /**
   * A source of the same tokens without renewal, for a look at one token. The caller closes it.
   *
   * @param context lends trust, limits and threads
   */
  public TokenSource open(ProviderContext context) {
    return source.create(context);
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    return new OAuth2CredentialProvider(
        identity, mechanisms, context, source.create(context), policy);
  }

  @Override
  public String toString() {
    return "OAuth2 login as " + identity;
  }
}

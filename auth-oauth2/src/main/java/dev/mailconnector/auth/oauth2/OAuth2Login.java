package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.sasl.BearerMechanism;
import dev.mailconnector.auth.oauth2.internal.sasl.Identities;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.SecretSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final Supplier<Consent> consent;

  OAuth2Login(String identity, TokenSourceFactory source) {
    this(identity, source, OAuth2Login::noConsent);
  }

  OAuth2Login(String identity, TokenSourceFactory source, Supplier<Consent> consent) {
    this(identity, source, RenewalPolicy.standard(), List.of(BearerMechanism.values()), consent);
    String broken = Identities.check(identity);
    if (!broken.isEmpty()) {
      throw ConfigurationException.of("user", null, broken);
    }
  }

  private OAuth2Login(
      String identity,
      TokenSourceFactory source,
      RenewalPolicy policy,
      List<BearerMechanism> mechanisms,
      Supplier<Consent> consent) {
    this.identity = identity;
    this.source = source;
    this.policy = policy;
    this.mechanisms = mechanisms;
    this.consent = consent;
  }

  private static Consent noConsent() {
    throw ConfigurationException.of(
        "auth.grant",
        null,
        "A user consents to a login by refresh token only: auth.grant must be refresh-token.");
  }

  /** What a consent puts into a store must not be hidden by a configured token. */
  static void checkStore(@Nullable SecretSource configured) {
    if (configured != null) {
      throw ConfigurationException.of(
          "auth.refresh-token",
          null,
          "A consent brings a refresh token of its own, which goes into auth.token-store. Leave this"
              + " one out, and name a store.");
    }
  }

  /**
   * The consent that this login needs: its refresh token goes where the login reads it.
   *
   * @throws ConfigurationException if the login is not one by a user's refresh token out of a
   *     store; it names the key
   */
  public Consent consent() {
    return consent.get();
  }

  /** The same with other demands on its tokens; the default is {@link RenewalPolicy#standard()}. */
  public OAuth2Login renewal(RenewalPolicy newPolicy) {
    return new OAuth2Login(identity, source, newPolicy, mechanisms, consent);
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
        return new OAuth2Login(identity, source, policy, List.of(mechanism), consent);
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
    TokenSource plain = source.create(context);
    String command = consentCommand(context.account());
    return command == null ? plain : new Consenting(plain, command);
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    return new OAuth2CredentialProvider(
        identity, mechanisms, context, open(context), policy, consentCommand(context.account()));
  }

  /**
   * The command that asks for the {@link #consent()}, or null where there is none.
   *
   * @param account the name of the account
   */
  public @Nullable String consentCommand(String account) {
    try {
      consent();
      return "mailconnector login --account " + account;
    } catch (ConfigurationException another) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "OAuth2 login as " + identity;
  }

  /** A source whose failures say how a consent is given. */
  private record Consenting(TokenSource source, String command) implements TokenSource {
    @Override
    public AccessToken fetch() throws TokenException {
      try {
        return source.fetch();
      } catch (TokenException failed) {
        throw failed.consentNeeded() ? failed.withCommand(command) : failed;
      }
    }

    @Override
    public List<CredentialEnd> ends() {
      return source.ends();
    }

    @Override
    public Optional<IssuerClient> issuer() {
      return source.issuer();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}

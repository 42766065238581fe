package dev.mailconnector.cli;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.auth.oauth2.Consent;
import dev.mailconnector.auth.oauth2.OAuth2Login;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.ProviderContext;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An account that logs in with tokens, and what a connector lends it: its trust, its limits and
 * threads, so that a token is asked for here as it would be for a send.
 */
final class TokenAccount implements AutoCloseable {
  private final ConfiguredConnector configured;
  private final Account account;
  private final OAuth2Login login;
  private final MailConnector lender;
  private final ProviderContext context;

  private TokenAccount(ConfiguredConnector configured, Account account, OAuth2Login login) {
    this.configured = configured;
    this.account = account;
    this.login = login;
    AtomicReference<ProviderContext> lent = new AtomicReference<>();
    Account.Builder borrower =
        Account.builder(account.name(), account.endpoint())
            .trust(account.trust())
            .timeouts(account.timeouts())
            .login(
                context -> {
                  lent.set(context);
                  return new Borrower();
                });
    if (account.cleartextCredentialsAllowed()) {
      borrower.dangerouslyAllowCleartextCredentials();
    }
    this.lender = MailConnector.of(borrower.build());
    this.context = Objects.requireNonNull(lent.get());
  }

  /** The account of this name; without a name, the default account. */
  static TokenAccount open(Tool tool, Surroundings surroundings, @Nullable String name) {
    ConfiguredConnector configured = ConfiguredConnector.open(tool, surroundings);
    try {
      Account account = configured.account(name);
      if (account.login() instanceof OAuth2Login login) {
        return new TokenAccount(configured, account, login);
      }
      throw ConfigurationException.of(
          "accounts." + account.name() + ".auth.type",
          null,
          "The account does not log in with tokens; only auth.type oauth2 does.");
    } catch (RuntimeException unusable) {
      configured.close();
      throw unusable;
    }
  }

  String name() {
    return account.name();
  }

  OAuth2Login login() {
    return login;
  }

  /** The consent that the login needs. */
  Consent consent() {
    try {
      return login.consent();
    } catch (ConfigurationException unfit) {
      throw ConfigurationException.of(
          "accounts." + account.name() + "." + unfit.key(), null, unfit.remedy());
    }
  }

  ProviderContext context() {
    return context;
  }

  @Override
  public void close() {
    lender.close();
    configured.close();
  }

  /** Only there to be lent a context; nothing is ever sent with it. */
  private static final class Borrower implements CredentialProvider {
    @Override
    public String identity() {
      return "nobody";
    }

    @Override
    public Credential current() {
      throw new IllegalStateException("This account sends nothing.");
    }

    @Override
    public void refused(Credential credential, SmtpReply reply) {
      throw new IllegalStateException("This account sends nothing.");
    }

    @Override
    public void close() {}
  }
}

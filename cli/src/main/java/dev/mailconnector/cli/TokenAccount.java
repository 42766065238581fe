package dev.mailconnector.cli;

import dev.mailconnector.Account;
import dev.mailconnector.auth.oauth2.Consent;
import dev.mailconnector.auth.oauth2.OAuth2Login;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.event.CredentialWarning;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.StandaloneContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account that logs in with tokens, and what a token is asked for with: its trust and its
 * limits, as for a send.
 */
final class TokenAccount implements AutoCloseable {
  private final Account account;
  private final OAuth2Login login;
  private final StandaloneContext context;

  private TokenAccount(Account account, OAuth2Login login) {
    this.account = account;
    this.login = login;
    this.context = StandaloneContext.of(account);
  }

  /** The account of this name; without a name, the default account. */
  static TokenAccount open(Tool tool, Surroundings surroundings, @Nullable String name) {
    try (ConfiguredConnector configured = ConfiguredConnector.open(tool, surroundings)) {
      Account account = configured.account(name);
      if (account.login() instanceof OAuth2Login login) {
        return new TokenAccount(account, login);
      }
      throw ConfigurationException.of(
          "accounts." + account.name() + ".auth.type",
          null,
          "The account does not log in with tokens; only auth.type oauth2 does.");
    }
  }

  /**
   * The warnings that are due of what an account's own login ends by. Asks nobody, and leaves the
   * store of a user's refresh token alone: to look into it takes its lock.
   */
  static List<String> warnings(Account account) {
    if (!(account.login() instanceof OAuth2Login login) || isOfAUser(login)) {
      return List.of();
    }
    try (TokenAccount of = new TokenAccount(account, login);
        TokenSource source = of.source()) {
      Instant now = of.now();
      return source.ends().stream()
          .filter(end -> !now.isBefore(end.warnFrom()))
          .map(end -> of.ending(end, now).message())
          .toList();
    }
  }

  private static boolean isOfAUser(OAuth2Login login) {
    try {
      login.consent();
      return true;
    } catch (ConfigurationException unfit) {
      return unfit.key().equals("auth.refresh-token");
    }
  }

  String name() {
    return account.name();
  }

  OAuth2Login login() {
    return login;
  }

  /** One trip to the issuer. The caller closes it. */
  TokenSource source() {
    return login.open(context);
  }

  /** The consent that the login needs. */
  Consent consent() {
    try {
      return Consent.of(account);
    } catch (ConfigurationException unfit) {
      throw ConfigurationException.of(
          "accounts." + account.name() + "." + unfit.key(), null, unfit.remedy());
    }
  }

  /** The moment, by the clock that warnings go by. */
  Instant now() {
    return context.clock().instant();
  }

  /** What ends, as a connector warns of it. */
  CredentialWarning.Ending ending(CredentialEnd end, Instant now) {
    return CredentialWarning.Ending.of(
        account.name(), now, end, login.consentCommand(account.name()));
  }

  @Override
  public void close() {
    context.close();
  }
}

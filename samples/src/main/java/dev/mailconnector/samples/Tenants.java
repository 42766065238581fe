package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.AccountSource;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.MessagingException;
import java.util.Map;
import java.util.Optional;

/**
 * Many tenants in one connector: an account is looked up when a send first names it, here in a map,
 * in an application in its database. A tenant that is not there has no account.
 *
 * <p>{@code MAIL_HOST}, {@code MAIL_TO}; the tenant {@code TENANT} has the mailbox {@code
 * <tenant>@example.com} with the password {@code MAIL_PASSWORD}.
 */
public final class Tenants {
  private final Settings settings;
  private final Map<String, Secret> passwords;

  Tenants(Settings settings, Map<String, Secret> passwords) {
    this.settings = settings;
    this.passwords = Map.copyOf(passwords);
  }

  /** Sends one message for one tenant. */
  public static void main(String[] arguments) throws MessagingException {
    Settings settings = Settings.ofEnvironment();
    String tenant = settings.text("TENANT");
    new Tenants(settings, Map.of(tenant, settings.secret("MAIL_PASSWORD"))).sendFor(tenant);
  }

  void sendFor(String... tenants) throws MessagingException {
    AccountSource source = this::find;
    // This program ends here; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.builder().accountSource(source).build()) {
      for (String tenant : tenants) {
        mail.send(Messages.hello(settings.text("MAIL_TO")), SendOptions.account(tenant));
      }
    }
  }

  private Optional<Account> find(String tenant) {
    return Optional.ofNullable(passwords.get(tenant)).map(password -> account(tenant, password));
  }

  private Account account(String tenant, Secret password) {
    String mailbox = tenant + "@example.com";
    SmtpEndpoint server = settings.server(SmtpEndpoint.submission(settings.text("MAIL_HOST")));
    return Account.builder(tenant, server)
        .login(PasswordLogin.of(mailbox, password))
        .from(mailbox)
        .trust(settings.trust())
        .build();
  }
}

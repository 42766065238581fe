package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Consent;
import dev.mailconnector.auth.oauth2.DevicePrompt;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.auth.oauth2.GrantedConsent;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.MessagingException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * One person at any other OAuth2 server, who consents once on another device: with the argument
 * {@code login}. The server replaces the refresh token with every use; the newest is in a table of
 * a database, encrypted, where several nodes share it. Without an argument a message is sent.
 *
 * <p>{@code ISSUER}, {@code CLIENT_ID} of a public client, {@code SCOPE}, {@code MAILBOX}, {@code
 * STORE_KEY} ({@code openssl rand -base64 32}), {@code DATABASE} (an URL of JDBC, here of H2; the
 * table is made by {@link RefreshTokenStore#jdbcTable()}), {@code MAIL_HOST}, {@code MAIL_TO}.
 */
public final class OAuth2ServerUser {
  private OAuth2ServerUser() {}

  /** Asks for a consent, or sends one message. */
  public static void main(String[] arguments) throws MessagingException, TokenException {
    Settings settings = Settings.ofEnvironment();
    JdbcDataSource database = new JdbcDataSource();
    database.setURL(settings.text("DATABASE"));
    System.out.println(
        arguments.length == 0
            ? send(settings, database).reply()
            : login(
                settings,
                database,
                prompt ->
                    System.out.println(
                        "Visit " + prompt.verificationUri() + ", type " + prompt.userCode())));
  }

  static GrantedConsent login(
      Settings settings, DataSource database, Consumer<DevicePrompt> display)
      throws TokenException {
    return Consent.of(account(settings, database)).onOtherDevice(display);
  }

  private static Account account(Settings settings, DataSource database) {
    RefreshTokenStore store =
        RefreshTokenStore.jdbc(database, SecretSource.fixed(settings.secret("STORE_KEY")));
    String mailbox = settings.text("MAILBOX");
    SmtpEndpoint server = settings.server(SmtpEndpoint.submission(settings.text("MAIL_HOST")));
    return Account.builder("ann", server)
        .login(
            GenericOAuth2.discoveredAt(settings.url("ISSUER"))
                .publicClient(settings.text("CLIENT_ID"), store)
                .scope(settings.text("SCOPE"))
                .login(mailbox))
        .from(mailbox)
        .trust(settings.trust())
        .build();
  }

  static SendReceipt send(Settings settings, DataSource database) throws MessagingException {
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account(settings, database))) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

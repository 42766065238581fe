package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.MessagingException;

/**
 * User name and password, or user name and API key, at any submission server.
 *
 * <p>{@code MAIL_HOST}, {@code MAIL_USER}, {@code MAIL_PASSWORD}, {@code MAIL_FROM}, {@code
 * MAIL_TO}; the server takes STARTTLS on port 587.
 */
public final class StaticPassword {
  private StaticPassword() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    SmtpEndpoint server = settings.server(SmtpEndpoint.submission(settings.text("MAIL_HOST")));
    Account account =
        Account.builder("relay", server)
            .login(PasswordLogin.of(settings.text("MAIL_USER"), settings.secret("MAIL_PASSWORD")))
            .from(settings.text("MAIL_FROM"))
            .trust(settings.trust())
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.MessagingException;

/**
 * A password that no server gets to see: SCRAM-SHA-256 or nothing. The server must prove that it
 * knows the password too, before it gets any mail. Without {@code onlyBy} SCRAM is taken where it
 * is offered, and PLAIN elsewhere.
 *
 * <p>{@code MAIL_HOST}, {@code MAIL_USER}, {@code MAIL_PASSWORD}, {@code MAIL_FROM}, {@code
 * MAIL_TO}; Postfix with Cyrus SASL, Dovecot and Stalwart have it, on port 587 with STARTTLS.
 */
public final class ScramLogin {
  private ScramLogin() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    SmtpEndpoint server = settings.server(SmtpEndpoint.submission(settings.text("MAIL_HOST")));
    PasswordLogin login =
        PasswordLogin.of(settings.text("MAIL_USER"), settings.secret("MAIL_PASSWORD"))
            .onlyBy(PasswordMechanism.SCRAM_SHA_256);
    Account account =
        Account.builder("relay", server)
            .login(login)
            .from(settings.text("MAIL_FROM"))
            .trust(settings.trust())
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

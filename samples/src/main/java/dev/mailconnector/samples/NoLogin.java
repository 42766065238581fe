package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.MessagingException;

/**
 * A relay that knows its senders by their address: no user, no password, and no AUTH is ever
 * attempted. TLS is used where the relay offers it.
 *
 * <p>{@code MAIL_HOST}, {@code MAIL_FROM}, {@code MAIL_TO}; {@code MAIL_PORT} if it is not 25.
 */
public final class NoLogin {
  private NoLogin() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    SmtpEndpoint relay =
        new SmtpEndpoint(settings.text("MAIL_HOST"), 25, TlsMode.STARTTLS_IF_OFFERED);
    Account account =
        Account.builder("relay", settings.server(relay))
            .from(settings.text("MAIL_FROM"))
            .trust(settings.trust())
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

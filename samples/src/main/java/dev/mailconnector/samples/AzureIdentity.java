package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Microsoft365;
import jakarta.mail.MessagingException;

/**
 * Microsoft 365 from a machine or app of Azure, by the identity that Azure gave it: there is
 * nothing to keep secret at all.
 *
 * <p>{@code MAILBOX}, {@code MAIL_TO}.
 */
public final class AzureIdentity {
  private AzureIdentity() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    Account account =
        settings
            .redirected(Microsoft365.account("robot"))
            .login(Microsoft365.managedIdentity(settings.environment()).login(mailbox))
            .from(mailbox)
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

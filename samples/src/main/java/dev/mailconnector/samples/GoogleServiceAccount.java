package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Gmail;
import jakarta.mail.MessagingException;

/**
 * Google Workspace as a service account with domain-wide delegation: it may send as any user of the
 * domain.
 *
 * <p>{@code KEY_FILE} of the service account, {@code MAILBOX} to send as, {@code MAIL_TO}.
 */
public final class GoogleServiceAccount {
  private GoogleServiceAccount() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    Account account =
        settings
            .redirected(Gmail.account("news"))
            .login(Gmail.serviceAccount(settings.file("KEY_FILE")).login(mailbox))
            .from(mailbox)
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

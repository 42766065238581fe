package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Gmail;
import dev.mailconnector.auth.oauth2.GoogleIdentity;
import dev.mailconnector.auth.oauth2.KeylessServiceAccount;
import jakarta.mail.MessagingException;

/**
 * Google Workspace as a service account without a key: Google signs for what this program is known
 * as, by {@code GOOGLE_APPLICATION_CREDENTIALS} (such as workload identity federation) or by the
 * metadata server of the machine.
 *
 * <p>{@code SERVICE_ACCOUNT}, its e-mail address; {@code MAILBOX} to send as, {@code MAIL_TO}.
 */
public final class GoogleKeyless {
  private GoogleKeyless() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    KeylessServiceAccount robot =
        Gmail.impersonate(
                settings.text("SERVICE_ACCOUNT"),
                GoogleIdentity.applicationDefault(settings.environment()))
            .iamEndpoint(settings.url("IAM_ENDPOINT", "https://iamcredentials.googleapis.com"))
            .tokenEndpoint(settings.url("TOKEN_ENDPOINT", "https://oauth2.googleapis.com/token"));
    Account account =
        settings
            .redirected(Gmail.account("news"))
            .login(robot.login(mailbox))
            .from(mailbox)
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Microsoft365;
import jakarta.mail.MessagingException;

/**
 * Microsoft 365 as an application of one's own: a background service that no user signs in to.
 *
 * <p>{@code TENANT}, {@code CLIENT_ID}, {@code CLIENT_SECRET} of the registered application, {@code
 * MAILBOX} that it sends as, {@code MAIL_TO}. What an administrator must have allowed before is in
 * the description of {@link Microsoft365}.
 */
public final class Microsoft365App {
  private Microsoft365App() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    Microsoft365 application =
        Microsoft365.application(settings.text("TENANT"), settings.text("CLIENT_ID"))
            .secret(settings.secret("CLIENT_SECRET"))
            .authority(settings.url("AUTHORITY", "https://login.microsoftonline.com"));
    Account account =
        settings
            .redirected(Microsoft365.account("robot"))
            .login(application.login(mailbox))
            .from(mailbox)
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.auth.oauth2.RenewalPolicy;
import jakarta.mail.MessagingException;

/**
 * High Volume Email of Microsoft 365, for many messages to recipients of one's own organisation. It
 * has a host and a scope of its own, and refuses tokens that will expire soon, so they are renewed
 * earlier.
 *
 * <p>{@code TENANT}, {@code CLIENT_ID}, {@code CLIENT_SECRET}, {@code MAILBOX} that is one of High
 * Volume Email, {@code MAIL_TO}.
 */
public final class HighVolumeEmail {
  private HighVolumeEmail() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    Microsoft365 application =
        Microsoft365.application(settings.text("TENANT"), settings.text("CLIENT_ID"))
            .secret(settings.secret("CLIENT_SECRET"))
            .scope("https://outlook.office.com/.default")
            .authority(settings.url("AUTHORITY", "https://login.microsoftonline.com"));
    Account account =
        settings
            .redirected(Microsoft365.highVolumeAccount("bulk"))
            .login(application.login(mailbox).renewal(RenewalPolicy.highVolumeEmail()))
            .from(mailbox)
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

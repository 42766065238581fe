package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.transport.ProviderPreset;
import jakarta.mail.MessagingException;

/**
 * Microsoft 365 in a national cloud, here of the US government. Three values differ: the host, the
 * authority and the scope, which follows the authority unless it is set.
 *
 * <p>{@code TENANT}, {@code CLIENT_ID}, {@code CLIENT_SECRET}, {@code MAILBOX}, {@code MAIL_TO}.
 */
public final class NationalCloud {
  private NationalCloud() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    Microsoft365 application =
        Microsoft365.application(settings.text("TENANT"), settings.text("CLIENT_ID"))
            .secret(settings.secret("CLIENT_SECRET"))
            .authority(settings.url("AUTHORITY", "https://login.microsoftonline.us"))
            .scope("https://outlook.office365.us/.default");
    Account account =
        settings
            .redirected(Account.builder("robot", ProviderPreset.MICROSOFT365_GCC_HIGH))
            .login(application.login(mailbox))
            .from(mailbox)
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

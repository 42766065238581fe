package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Gmail;
import jakarta.mail.MessagingException;

/**
 * Gmail as a user who has consented once: the refresh token of that consent is enough from then on.
 *
 * <p>{@code CLIENT_ID}, {@code CLIENT_SECRET}, {@code REFRESH_TOKEN}, {@code MAILBOX} of the user,
 * {@code MAIL_TO}.
 */
public final class GmailRefreshToken {
  private GmailRefreshToken() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    Gmail.UserConsent consent =
        Gmail.refreshToken(
                settings.text("CLIENT_ID"),
                settings.secret("CLIENT_SECRET"),
                settings.secret("REFRESH_TOKEN"))
            .tokenEndpoint(settings.url("TOKEN_ENDPOINT", "https://oauth2.googleapis.com/token"));
    Account account =
        settings
            .redirected(Gmail.account("ann"))
            .login(consent.login(mailbox))
            .from(mailbox)
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.OAuth2;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.MessagingException;

/**
 * An access token that somebody else keeps fresh in a file: a sidecar, a vault's agent, a cron job.
 *
 * <p>{@code TOKEN_FILE}, {@code MAIL_HOST}, {@code MAILBOX}, {@code MAIL_TO}.
 */
public final class TokenFromFile {
  private TokenFromFile() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    SmtpEndpoint server = settings.server(SmtpEndpoint.submission(settings.text("MAIL_HOST")));
    Account account =
        Account.builder("robot", server)
            .login(OAuth2.tokenFile(mailbox, settings.file("TOKEN_FILE")))
            .from(mailbox)
            .trust(settings.trust())
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.ntlm.NtlmLogin;
import jakarta.mail.MessagingException;

/**
 * A company network's Exchange server, by NTLM and with Extended Protection.
 *
 * <p>{@code MAIL_HOST}, {@code MAIL_USER} ({@code CORP\svc-mail}), {@code MAIL_PASSWORD}, {@code
 * MAIL_FROM}, {@code MAIL_TO}; the client connector takes STARTTLS on port 587.
 */
public final class ExchangeNtlm {
  private ExchangeNtlm() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    Account account =
        settings
            .redirected(Account.exchangeServer("intranet", settings.text("MAIL_HOST")))
            .login(NtlmLogin.of(settings.text("MAIL_USER"), settings.secret("MAIL_PASSWORD")))
            .from(settings.text("MAIL_FROM"))
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.ProxyServer;
import jakarta.mail.MessagingException;

/**
 * Microsoft 365 from a company network whose HTTP proxy wants NTLM. Mail and token requests go
 * through it, each by a setting of its own; that {@code mailconnector-auth-ntlm} is on the class
 * path is all that NTLM needs. The proxy must allow CONNECT to port 587.
 *
 * <p>As {@link Microsoft365App}, and {@code PROXY_HOST}, {@code PROXY_PORT}, {@code PROXY_USER}
 * ({@code CORP\svc}), {@code PROXY_PASSWORD_FILE}: the file is read again once the proxy refuses
 * what was in it.
 */
public final class CompanyProxy {
  private CompanyProxy() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    ProxyServer proxy =
        ProxyServer.http(settings.text("PROXY_HOST"), Integer.parseInt(settings.text("PROXY_PORT")))
            .login(
                settings.text("PROXY_USER"),
                SecretSource.file(settings.file("PROXY_PASSWORD_FILE")));
    String mailbox = settings.text("MAILBOX");
    Microsoft365 application =
        Microsoft365.application(settings.text("TENANT"), settings.text("CLIENT_ID"))
            .secret(settings.secret("CLIENT_SECRET"))
            .authority(settings.url("AUTHORITY", "https://login.microsoftonline.com"))
            .proxy(proxy);
    Account account =
        settings
            .redirected(Microsoft365.account("robot"))
            .login(application.login(mailbox))
            .from(mailbox)
            .proxy(proxy)
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

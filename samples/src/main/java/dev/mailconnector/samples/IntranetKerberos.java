package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.kerberos.KerberosLogin;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.MessagingException;
import java.nio.file.Path;

/**
 * A company network's mail server, by Kerberos and with a keytab.
 *
 * <p>{@code MAIL_HOST} (as in the server's principal {@code smtp/MAIL_HOST}), {@code MAIL_USER}
 * ({@code svc-mail@CORP.EXAMPLE}), {@code MAIL_KEYTAB}, {@code MAIL_FROM}, {@code MAIL_TO}. Realm
 * and KDC are those of the machine's krb5.conf.
 */
public final class IntranetKerberos {
  private IntranetKerberos() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    SmtpEndpoint server = settings.server(SmtpEndpoint.submission(settings.text("MAIL_HOST")));
    Path keytab = settings.file("MAIL_KEYTAB");
    Account account =
        Account.builder("intranet", server)
            .login(KerberosLogin.ofKeytab(settings.text("MAIL_USER"), keytab))
            .from(settings.text("MAIL_FROM"))
            .trust(settings.trust())
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      // Has a ticket before the first message needs one.
      mail.warmUp();
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

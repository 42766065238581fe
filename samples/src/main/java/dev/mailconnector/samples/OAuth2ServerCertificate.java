package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.ClientCertificate;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.MessagingException;

/**
 * The same as {@link OAuth2Server} without a secret that travels: the client signs what it says
 * with the key of a certificate ({@code private_key_jwt}).
 *
 * <p>{@code ISSUER}, {@code CLIENT_ID}, {@code CLIENT_KEY_FILE} (PKCS#12), {@code
 * CLIENT_KEY_PASSWORD}, {@code SCOPE}, {@code MAIL_HOST}, {@code MAILBOX}, {@code MAIL_TO}.
 */
public final class OAuth2ServerCertificate {
  private OAuth2ServerCertificate() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    ClientCertificate certificate =
        ClientCertificate.file(settings.file("CLIENT_KEY_FILE"))
            .password(settings.secret("CLIENT_KEY_PASSWORD"));
    GenericOAuth2.Client client =
        GenericOAuth2.discoveredAt(settings.url("ISSUER"))
            .clientCredentials(settings.text("CLIENT_ID"), certificate)
            .scope(settings.text("SCOPE"));
    SmtpEndpoint server = settings.server(SmtpEndpoint.submission(settings.text("MAIL_HOST")));
    Account account =
        Account.builder("robot", server)
            .login(client.login(mailbox))
            .from(mailbox)
            .trust(settings.trust())
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}

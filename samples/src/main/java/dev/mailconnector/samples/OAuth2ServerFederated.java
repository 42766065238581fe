package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.ClientAssertion;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.MessagingException;

/**
 * The same as {@link OAuth2Server} without any secret of its own: the client proves itself by the
 * token of another identity provider, such as the Kubernetes cluster it runs in, that the server
 * was told to trust. Somebody else keeps the file fresh; it is read for every token request.
 *
 * <p>{@code ISSUER}, {@code CLIENT_ID}, {@code ASSERTION_FILE}, {@code SCOPE}, {@code MAIL_HOST},
 * {@code MAILBOX}, {@code MAIL_TO}.
 */
public final class OAuth2ServerFederated {
  private OAuth2ServerFederated() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    ClientAssertion assertion = ClientAssertion.file(settings.file("ASSERTION_FILE"));
    GenericOAuth2.Client client =
        GenericOAuth2.discoveredAt(settings.url("ISSUER"))
            .clientCredentials(settings.text("CLIENT_ID"), assertion)
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

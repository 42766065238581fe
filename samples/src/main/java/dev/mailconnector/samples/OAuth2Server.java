package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.ClientAuthentication;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.MessagingException;

/**
 * A mail server that takes the tokens of any other OAuth2 server, such as Keycloak; its token
 * endpoint is found by discovery.
 *
 * <p>{@code ISSUER}, {@code CLIENT_ID}, {@code CLIENT_SECRET}, {@code SCOPE}, {@code MAIL_HOST},
 * {@code MAILBOX}, {@code MAIL_TO}; {@code SECRET_IN_BODY} where the server does not take the
 * secret in the header.
 */
public final class OAuth2Server {
  private OAuth2Server() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    GenericOAuth2.Client client =
        GenericOAuth2.discoveredAt(settings.url("ISSUER"))
            .clientCredentials(settings.text("CLIENT_ID"), settings.secret("CLIENT_SECRET"))
            .authentication(
                settings.has("SECRET_IN_BODY")
                    ? ClientAuthentication.POST
                    : ClientAuthentication.BASIC)
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

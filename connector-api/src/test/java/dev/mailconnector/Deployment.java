package dev.mailconnector;

import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import java.util.function.IntConsumer;

/**
 * An application in a class loader of its own: makes a connector, sends a mail to the server at
 * this port, and closes the connector. Knows nothing of the testkit.
 */
public final class Deployment implements IntConsumer {

  /** For whoever deploys it. */
  public Deployment() {}

  @Override
  public void accept(int port) {
    Account account =
        Account.builder("robot", new SmtpEndpoint("localhost", port, TlsMode.STARTTLS))
            .trust(Trust.dangerouslyNone())
            .ehloName("client.example")
            .login(TestLogin.password("robot", "geheim"))
            .build();
    try (MailConnector connector = MailConnector.of(account)) {
      connector.send(message());
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MimeMessage message() throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom("robot@example.com");
    message.setRecipients(Message.RecipientType.TO, "ann@example.com");
    message.setText("Hello");
    return message;
  }
}

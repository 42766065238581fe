package dev.mailconnector;

import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import dev.mailconnector.transport.Trust;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The program of {@link LargeMessageTest}, for a JVM with little memory: sends a large message from
 * a file, from a stream and as an attachment, first with BDAT and then with DATA.
 */
final class LargeMessageSender {
  private LargeMessageSender() {}

  /** Arguments: port, file of the authority, file of the message, folder for temporary files. */
  public static void main(String[] args) throws Exception {
    SmtpEndpoint endpoint =
        new SmtpEndpoint("localhost", Integer.parseInt(args[0]), TlsMode.IMPLICIT);
    Trust trust = Trust.caFile(Path.of(args[1]));
    Path file = Path.of(args[2]);
    try (MailConnector connector =
        MailConnector.builder()
            .account(account("bdat", endpoint, trust, TransactionLevel.BDAT))
            .account(account("data", endpoint, trust, TransactionLevel.PIPELINED))
            .temporaryFolder(Path.of(args[3]))
            .build()) {
      for (String name : new String[] {"bdat", "data"}) {
        SendOptions options = SendOptions.account(name);
        connector.send(RawMessage.of(file), options);
        try (InputStream stream = Files.newInputStream(file)) {
          connector.send(RawMessage.of(stream), options);
        }
        connector.send(withAttachment(file), options);
      }
    }
  }

  private static Account account(
      String name, SmtpEndpoint endpoint, Trust trust, TransactionLevel level) {
    return Account.builder(name, endpoint)
        .trust(trust)
        .transactionLevel(level)
        .timeouts(Lab.TIMEOUTS)
        .build();
  }

  private static MimeMessage withAttachment(Path file) throws MessagingException, IOException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText("See attachment.");
    MimeBodyPart attachment = new MimeBodyPart();
    attachment.setDataHandler(new DataHandler(new FileDataSource(file.toFile())));
    attachment.setFileName("large.bin");
    attachment.setHeader("Content-Transfer-Encoding", "base64");
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(new InternetAddress("robot@example.com"));
    message.setRecipients(MimeMessage.RecipientType.TO, "ann@example.com");
    message.setContent(new MimeMultipart(text, attachment));
    return message;
  }
}

package dev.mailconnector.conformance;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** One behaviour met by Angus Mail as it comes, with a transport that is kept. */
final class AngusTrial implements AutoCloseable {
  static final String FAILED = "failed";

  private final Behaviour behaviour;
  private final Session session;
  private final SMTPTransport transport;
  private final int port;

  AngusTrial(Behaviour behaviour, int port) throws MessagingException {
    this.behaviour = behaviour;
    this.port = port;
    String patience =
        String.valueOf(behaviour.impatient ? ConnectorTrial.SHORT.toMillis() : 10_000);
    Properties properties = new Properties();
    properties.put("mail.smtp.localhost", "client.example");
    properties.put("mail.smtp.from", "robot@example.com");
    properties.put("mail.smtp.connectiontimeout", "10000");
    properties.put("mail.smtp.timeout", patience);
    properties.put("mail.smtp.sendpartial", String.valueOf(!behaviour.allOrNothing));
    this.session = Session.getInstance(properties);
    this.transport = (SMTPTransport) session.getTransport("smtp");
  }

  /** Sends the message under test and says what was told. */
  String send() {
    return told(behaviour.message, behaviour.recipients);
  }

  String sendOther(String subject) {
    return told(Texts.message(subject), List.of(Texts.NEIGHBOUR));
  }

  private String told(byte[] text, List<String> names) {
    try {
      if (!transport.isConnected()) {
        transport.connect("127.0.0.1", port, null, null);
      }
      MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(text));
      List<String> addresses = Texts.addresses(names);
      Address[] recipients = new Address[addresses.size()];
      for (int i = 0; i < recipients.length; i++) {
        recipients[i] = new InternetAddress(addresses.get(i));
      }
      transport.sendMessage(message, recipients);
      return Observation.SENT;
    } catch (MessagingException e) {
      return describe(e);
    }
  }

  private static String describe(MessagingException e) {
    String refusals =
        chain(e)
            .filter(SMTPAddressFailedException.class::isInstance)
            .map(SMTPAddressFailedException.class::cast)
            .map(refusal -> name(refusal.getAddress()) + " " + refusal.getReturnCode())
            .collect(Collectors.joining(", "));
    Address[] accepted =
        e instanceof SendFailedException failed ? failed.getValidSentAddresses() : null;
    if (accepted != null && accepted.length > 0) {
      return "partly, not " + refusals;
    }
    if (!refusals.isEmpty()) {
      return refusals.contains("-1") ? FAILED : "refused " + refusals.split("[ ,]+")[1];
    }
    return e instanceof SMTPSendFailedException refused && refused.getReturnCode() > 0
        ? "refused " + refused.getReturnCode()
        : FAILED;
  }

  private static Stream<Exception> chain(MessagingException e) {
    return Stream.<Exception>iterate(
        e,
        next -> next != null,
        next -> next instanceof MessagingException failed ? failed.getNextException() : null);
  }

  private static String name(InternetAddress address) {
    return Texts.name(address.getAddress());
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (MessagingException e) {
      // It tells how the line ended; what became of the messages is told.
    }
  }
}

package dev.mailconnector.benchmarks.peer;

import dev.mailconnector.Envelope;
import dev.mailconnector.SendOptions;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The message that every peer sends: a text, and for the large one an attachment. Immutable but for
 * the arrays, which nobody changes.
 */
public final class Letter {
  static final String SENDER = "robot@example.com";
  static final String SUBJECT = "Your order has been dispatched";
  static final String FILE = "invoice.pdf";
  static final String FILE_TYPE = "application/pdf";

  private static final int TEXT = 1_700;
  private static final int ATTACHMENT = 73_000;
  private static final long SEED = 20261122;

  private final List<String> recipients;
  private final String text;
  private final byte @Nullable [] attachment;
  private final byte[] bytes;

  private Letter(int recipients, boolean large) {
    this.recipients =
        IntStream.range(0, recipients).mapToObj(i -> "reader" + i + "@example.net").toList();
    this.text = "A line of text like any other, sixty characters and a few.\r\n".repeat(TEXT / 60);
    this.attachment = large ? new byte[ATTACHMENT] : null;
    if (attachment != null) {
      new Random(SEED).nextBytes(attachment);
    }
    this.bytes = serialised();
  }

  /** About 2 KB of text. */
  public static Letter small(int recipients) {
    return new Letter(recipients, false);
  }

  /** About 100 KB: the text and an attachment in base64. */
  public static Letter large(int recipients) {
    return new Letter(recipients, true);
  }

  List<String> recipients() {
    return recipients;
  }

  String text() {
    return text;
  }

  byte @Nullable [] attachment() {
    return attachment;
  }

  /** The finished message in RFC 5322 form. */
  public byte[] bytes() {
    return bytes;
  }

  /** How its finished form is sent. */
  public SendOptions options() {
    return SendOptions.defaults().withEnvelope(new Envelope(SENDER, recipients));
  }

  /** Fills in a message, as an application does for each one that it sends. */
  <M extends MimeMessage> M fill(M message) throws MessagingException {
    message.setFrom(new InternetAddress(SENDER));
    for (String recipient : recipients) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
    }
    message.setSubject(SUBJECT);
    if (attachment == null) {
      message.setText(text);
    } else {
      MimeBodyPart words = new MimeBodyPart();
      words.setText(text);
      MimeBodyPart file = new MimeBodyPart();
      file.setDataHandler(new DataHandler(new ByteArrayDataSource(attachment, FILE_TYPE)));
      file.setFileName(FILE);
      message.setContent(new MimeMultipart(words, file));
    }
    return message;
  }

  /** A new, saved message. */
  public MimeMessage message(Session session) throws MessagingException {
    MimeMessage message = fill(new MimeMessage(session));
    message.saveChanges();
    return message;
  }

  private byte[] serialised() {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      message(Session.getInstance(new Properties())).writeTo(out);
      return out.toByteArray();
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException("The benchmark's own message is broken.", e);
    }
  }
}

package dev.mailconnector.cli;

import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a message of the options of {@code send}. */
final class MessageComposer {
  private static final Pattern HEADER =
      Pattern.compile("([\\x21-\\x39\\x3b-\\x7e]+):\\s*(.*)", Pattern.DOTALL);

  private static final Set<String> ADDRESS_HEADERS =
      Set.of("from", "sender", "reply-to", "to", "cc", "bcc", "disposition-notification-to");

  private final InputStream standardInput;

  MessageComposer(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  MimeMessage compose(@Nullable String from, List<String> to, MessageParts parts) {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    try {
      if (from != null) {
        message.setFrom(OptionValue.address("--from", from));
      }
      message.setRecipients(RecipientType.TO, OptionValue.addresses("--to", to));
      message.setRecipients(RecipientType.CC, OptionValue.addresses("--cc", parts.cc));
      message.setRecipients(RecipientType.BCC, OptionValue.addresses("--bcc", parts.bcc));
      if (parts.subject != null) {
        message.setSubject(OptionValue.oneLine("--subject", parts.subject), "UTF-8");
      }
      for (String header : parts.headers) {
        addHeader(message, header);
      }
      fill(message, parts);
      return message;
    } catch (MessagingException e) {
      throw OptionValue.invalid(
          "The message cannot be made: " + e.getMessage(), "Check the options.");
    }
  }

  private void fill(MimeMessage message, MessageParts parts) throws MessagingException {
    if (parts.attachments.isEmpty()) {
      fillBody(message, parts);
      return;
    }
    MimeBodyPart body = new MimeBodyPart();
    fillBody(body, parts);
    Multipart mixed = new MimeMultipart("mixed", body);
    for (Path file : parts.attachments) {
      mixed.addBodyPart(attachment(file));
    }
    message.setContent(mixed);
  }

  private void fillBody(MimePart part, MessageParts parts) throws MessagingException {
    String text = text(parts);
    String html = parts.html;
    if (html == null) {
      part.setText(text == null ? "" : text, "UTF-8");
    } else if (text == null) {
      part.setText(html, "UTF-8", "html");
    } else {
      MimeBodyPart plain = new MimeBodyPart();
      plain.setText(text, "UTF-8");
      MimeBodyPart rich = new MimeBodyPart();
      rich.setText(html, "UTF-8", "html");
      part.setContent(new MimeMultipart("alternative", plain, rich));
    }
  }

  private @Nullable String text(MessageParts parts) {
    return parts.textFile == null
        ? parts.text
        : new String(
            Input.bytes("--text-file", parts.textFile, standardInput), StandardCharsets.UTF_8);
  }

  private static MimeBodyPart attachment(Path file) throws MessagingException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CommandFailure(
          ExitStatus.MESSAGE, "--attach " + file + " cannot be read: no such readable file.");
    }
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new FileDataSource(file.toFile())));
    part.setFileName(OptionValue.oneLine("--attach", String.valueOf(file.getFileName())));
    part.setDisposition(MimeBodyPart.ATTACHMENT);
    return part;
  }

  private static void addHeader(MimeMessage message, String header) throws MessagingException {
    Matcher field = HEADER.matcher(OptionValue.oneLine("--header", header));
    if (!field.matches()) {
      throw OptionValue.invalid(
          "--header \"" + header + "\" is not a header field", "Write it as \"Name: value\".");
    }
    String name = field.group(1);
    message.addHeader(name, inAscii(name, field.group(2)));
  }

  /** Encoded words may stand for the name of an address, but not for the address itself. */
  private static String inAscii(String name, String value) {
    if (ADDRESS_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      return InternetAddress.toString(OptionValue.addresses("--header", List.of(value)));
    }
    try {
      return MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(value, "UTF-8", null));
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("Every JVM has UTF-8", e);
    }
  }
}

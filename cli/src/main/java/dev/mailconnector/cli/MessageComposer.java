package dev.mailconnector.cli;

import dev.mailconnector.MailMessage;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a message of the options of {@code send}. */
final class MessageComposer {
  private static final String STANDARD_INPUT = "-";

  private final InputStream standardInput;

  MessageComposer(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  MimeMessage compose(@Nullable String from, List<String> to, MessageParts parts) {
    if (STANDARD_INPUT.equals(parts.textFile) && STANDARD_INPUT.equals(parts.htmlFile)) {
      throw new CommandFailure(
          ExitStatus.USAGE, "--text-file and --html-file cannot both be standard input.");
    }
    MailMessage.Builder message = MailMessage.builder();
    if (from != null) {
      message.from(from);
    }
    message.to(to.toArray(String[]::new));
    message.cc(parts.cc.toArray(String[]::new));
    message.bcc(parts.bcc.toArray(String[]::new));
    message.replyTo(parts.replyTo.toArray(String[]::new));
    if (parts.subject != null) {
      message.subject(parts.subject);
    }
    String text = text("--text-file", parts.textFile, parts.text);
    if (text != null) {
      message.text(text);
    }
    String html = text("--html-file", parts.htmlFile, parts.html);
    if (html != null) {
      message.html(html);
    }
    parts.inline.forEach(message::inline);
    parts.attachments.forEach(message::attach);
    parts.headers.forEach(header -> addHeader(message, header));
    return message.build();
  }

  /** The addresses of these texts without their names, as an envelope has them. */
  static List<String> mailboxes(List<String> addresses) {
    MimeMessage message = MailMessage.builder().to(addresses.toArray(String[]::new)).build();
    try {
      return Arrays.stream(message.getAllRecipients())
          .map(address -> ((InternetAddress) address).getAddress())
          .toList();
    } catch (MessagingException e) {
      throw new IllegalStateException("The builder wrote what cannot be read", e);
    }
  }

  static InvalidMessageException invalid(String what, String remedy) {
    return new InvalidMessageException(
        FailureDetail.of(Stage.MESSAGE, what, Advice.FIX_MESSAGE, remedy));
  }

  private @Nullable String text(String option, @Nullable String file, @Nullable String text) {
    return file == null
        ? text
        : new String(Input.bytes(option, file, standardInput), StandardCharsets.UTF_8);
  }

  private static void addHeader(MailMessage.Builder message, String header) {
    int colon = header.indexOf(':');
    if (colon < 0) {
      throw invalid(
          "\"" + Printable.line(header) + "\" is not a header field",
          "Write it as \"Name: value\".");
    }
    message.header(header.substring(0, colon), header.substring(colon + 1).strip());
  }
}

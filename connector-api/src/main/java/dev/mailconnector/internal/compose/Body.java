package dev.mailconnector.internal.compose;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, in as few levels as it takes: text and HTML are alternatives (RFC 2046
 * section 5.1.4), what the HTML shows is related to it (RFC 2387), and attached files are mixed in
 * around all of that.
 *
 * @param text the plain text, or null
 * @param html the same as HTML, or null
 * @param shown what the HTML shows
 * @param attached what is attached
 */
public record Body(
    @Nullable String text, @Nullable String html, List<FilePart> shown, List<FilePart> attached) {

  /** Copies the lists. */
  public Body {
    shown = List.copyOf(shown);
    attached = List.copyOf(attached);
  }

  void fill(MimePart message) throws MessagingException {
    if (attached.isEmpty()) {
      fillWords(message);
      return;
    }
    MimeMultipart mixed = new MimeMultipart("mixed");
    if (text != null || html != null) {
      MimeBodyPart words = new MimeBodyPart();
      fillWords(words);
      mixed.addBodyPart(words);
    }
    for (FilePart file : attached) {
      mixed.addBodyPart(file.toBodyPart());
    }
    message.setContent(mixed);
  }

  private void fillWords(MimePart part) throws MessagingException {
    if (html == null) {
      part.setText(text == null ? "" : text, "UTF-8");
    } else if (text == null) {
      fillHtml(part, html);
    } else {
      MimeBodyPart plain = new MimeBodyPart();
      plain.setText(text, "UTF-8");
      MimeBodyPart rich = new MimeBodyPart();
      fillHtml(rich, html);
      part.setContent(new MimeMultipart("alternative", plain, rich));
    }
  }

  private void fillHtml(MimePart part, String markup) throws MessagingException {
    if (shown.isEmpty()) {
      part.setText(markup, "UTF-8", "html");
      return;
    }
    MimeBodyPart root = new MimeBodyPart();
    root.setText(markup, "UTF-8", "html");
    // RFC 2387 section 3.1 demands the type of the root, and there is no other way to say it.
    MimeMultipart related = new MimeMultipart("related; type=\"text/html\"", root);
    for (FilePart file : shown) {
      related.addBodyPart(file.toBodyPart());
    }
    part.setContent(related);
  }
}

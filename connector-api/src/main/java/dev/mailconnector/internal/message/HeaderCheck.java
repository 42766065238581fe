package dev.mailconnector.internal.message;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import jakarta.activation.URLDataSource;
import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimePart;
import java.io.IOException;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Refuses header fields of a message object, and of its parts, that would become more than one
 * field: a value such as {@code "Hello\r\nBcc: eve@example.com"}. Parts that come from bytes are
 * passed over: what was one line there is one line here, and a large attachment is not read for
 * nothing.
 */
final class HeaderCheck {
  private static final int DEEPEST = 100;

  private HeaderCheck() {}

  /** Checks the message and everything in it. */
  static void check(Part part) throws MessagingException, IOException {
    check(part, 0);
  }

  private static void check(Part part, int depth) throws MessagingException, IOException {
    if (depth > DEEPEST) {
      throw MessageWriter.invalid(
          "The message has parts within parts, more than " + DEEPEST + " deep", "Flatten it.");
    }
    Enumeration<Header> headers = part.getAllHeaders();
    while (headers.hasMoreElements()) {
      checkName(headers.nextElement().getName());
    }
    if (part instanceof MimePart mime) {
      // The lines as they will be written: the value of a Header has lost its leading line breaks.
      Enumeration<String> lines = mime.getAllHeaderLines();
      while (lines.hasMoreElements()) {
        checkLine(lines.nextElement());
      }
    }
    DataHandler handler = part.getDataHandler();
    if (isBytes(handler.getDataSource())) {
      return;
    }
    Object content = handler.getContent();
    if (content instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart body = parts.getBodyPart(i);
        check(body, depth + 1);
      }
    } else if (content instanceof Part nested) {
      check(nested, depth + 1);
    }
  }

  /**
   * Whether this content type may be one of parts within the part. Blanks and comments before and
   * between its words are allowed (RFC 2045 section 5.1), so a word is enough.
   */
  static boolean mayBeComposite(@Nullable String type) {
    if (type == null) {
      return false;
    }
    String word = type.strip();
    return word.startsWith("(")
        || word.regionMatches(true, 0, "multipart", 0, 9)
        || word.regionMatches(true, 0, "message", 0, 7);
  }

  /**
   * Whether the content is read from somewhere, and so needs no check. For one that is an object
   * Activation makes up a source of a class of its own.
   */
  private static boolean isBytes(DataSource source) {
    return source instanceof FileDataSource
        || source instanceof URLDataSource
        || !source.getClass().getPackageName().equals(DataSource.class.getPackageName());
  }

  private static void checkName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 127 || c == ':') {
        throw MessageWriter.invalid(
            "The header field name \"" + printable(name) + "\" has a character that ends it",
            "A name has printable ASCII characters without colon and space (RFC 5322 section 2.2)."
                + " Check where it comes from.");
      }
    }
  }

  private static void checkLine(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == 0
          || (c == '\n' && !folds(line, i + 1))
          || (c == '\r' && !folds(line, i + 1) && !crlf(line, i))) {
        String name = line.substring(0, Math.max(0, line.indexOf(':'))).strip();
        throw MessageWriter.invalid(
            "The header field " + printable(name) + " contains a line break or NUL",
            "It would add a header field or end the header, so it is refused. Check where the value"
                + " comes from.");
      }
    }
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  private static boolean folds(String value, int next) {
    return next < value.length() && (value.charAt(next) == ' ' || value.charAt(next) == '\t');
  }

  private static boolean crlf(String value, int index) {
    return index + 1 < value.length() && value.charAt(index + 1) == '\n';
  }
}

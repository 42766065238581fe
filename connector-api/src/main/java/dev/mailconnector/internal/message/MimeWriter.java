package dev.mailconnector.internal.message;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message object as {@link MimeMessage#writeTo} does, byte for byte, without the search
 * for a {@link StreamProvider} that goes through every jar several times for each message: the
 * message's Session has found one when it was made. Whatever is not an everyday message (foreign
 * {@code writeTo}, content that came in from elsewhere, signed parts, unusual encodings) writes
 * itself. Thread-safe.
 */
final class MimeWriter {
  private static final String[] BCC = {"Bcc"};
  private static final Set<String> AS_IS = Set.of("7bit", "8bit", "binary");
  private static final Set<String> ENCODED = Set.of("base64", "quoted-printable");

  /** Those whose parts may be written one by one; signed ones belong to who signed them. */
  private static final Set<String> MULTIPARTS =
      Set.of("multipart/mixed", "multipart/alternative", "multipart/related");

  /** What {@link DataHandler#getDataSource} makes up for a content that is an object. */
  private static final String SOURCE_OF_AN_OBJECT = "jakarta.activation.DataHandlerDataSource";

  private final boolean utf8;
  private final ClassValue<Boolean> writesItself =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return type.getMethod("writeTo", OutputStream.class, String[].class).getDeclaringClass()
                != MimeMessage.class;
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  /** By the JVM's mail settings of now, as the API reads them when its classes are loaded. */
  MimeWriter() {
    Object setting = System.getProperties().get("mail.mime.allowutf8");
    this.utf8 = !String.valueOf(setting).equalsIgnoreCase("false");
  }

  /** Writes the message but for Bcc; one that was never saved is saved. */
  void write(MimeMessage message, OutputStream out) throws MessagingException, IOException {
    Session session = message.getSession();
    if (session == null || !utf8 || writesItself.get(message.getClass())) {
      message.writeTo(out, BCC);
      return;
    }
    HeadOutput head = new HeadOutput(out, message);
    try {
      message.writeTo(head, BCC);
    } catch (MessagingException | IOException | RuntimeException e) {
      if (!head.due.isBehind(e)) {
        throw e;
      }
      writeContent(message, head, session.getStreamProvider());
    }
  }

  /** Stops the message where its header ends, if the rest of it can be written from outside. */
  private static final class HeadOutput extends LineOutput {
    private final MimeMessage message;
    private final ContentDue due = new ContentDue();
    private boolean inHead = true;

    HeadOutput(OutputStream out, MimeMessage message) {
      super(out);
      this.message = message;
    }

    @Override
    public void writeln() throws IOException {
      super.writeln();
      if (inHead) {
        inHead = false;
        if (isEveryday(message)) {
          throw due;
        }
      }
    }
  }

  /** No error: the header is written, and the content comes next. Without a stack trace. */
  private static final class ContentDue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ContentDue() {
      super(null, null, false, false);
    }

    /** On its way it may have been wrapped. */
    boolean isBehind(Throwable thrown) {
      Throwable cause = thrown;
      while (cause != null && cause != this) {
        cause = cause.getCause();
      }
      return cause == this;
    }
  }

  private static boolean isEveryday(MimePart part) throws IOException {
    try {
      DataHandler handler = part.getDataHandler();
      // Content that came in from elsewhere has a handler of the API's own, for it must not be
      // encoded again.
      if (handler == null || handler.getClass() != DataHandler.class) {
        return false;
      }
      String encoding = encoding(part);
      return encoding == null
          || AS_IS.contains(encoding)
          || (ENCODED.contains(encoding) && !HeaderCheck.mayBeComposite(part.getContentType()));
    } catch (MessagingException e) {
      throw new IOException(e);
    }
  }

  private static @Nullable String encoding(MimePart part) throws MessagingException {
    String encoding = part.getEncoding();
    return encoding == null ? null : encoding.toLowerCase(Locale.ROOT);
  }

  private static void writeContent(MimePart part, LineOutput out, StreamProvider provider)
      throws MessagingException, IOException {
    DataHandler handler = part.getDataHandler();
    String encoding = encoding(part);
    boolean asIs = encoding == null || AS_IS.contains(encoding);
    MimeMultipart parts = asIs ? everydayParts(handler) : null;
    if (parts == null) {
      OutputStream encoded = encoded(encoding, out, provider);
      handler.writeTo(encoded);
      encoded.flush();
    } else {
      writeParts(parts, out, provider);
      out.flush();
    }
  }

  private static OutputStream encoded(
      @Nullable String encoding, OutputStream out, StreamProvider provider) {
    if (encoding == null) {
      return out;
    }
    return switch (encoding) {
      case "base64" -> provider.outputBase64(out);
      case "quoted-printable" -> provider.outputQP(out);
      default -> provider.outputBinary(out);
    };
  }

  private static @Nullable MimeMultipart everydayParts(DataHandler handler)
      throws MessagingException, IOException {
    String type = handler.getContentType();
    if (!HeaderCheck.mayBeComposite(type)
        || !MULTIPARTS.contains(new ContentType(type).getBaseType().toLowerCase(Locale.ROOT))
        || !handler.getDataSource().getClass().getName().equals(SOURCE_OF_AN_OBJECT)) {
      return null;
    }
    Object content = handler.getContent();
    if (content.getClass() != MimeMultipart.class) {
      return null;
    }
    MimeMultipart parts = (MimeMultipart) content;
    String boundary = boundary(parts);
    boolean everyday =
        boundary != null
            && boundary.chars().allMatch(c -> c < 128)
            && parts.getPreamble() == null
            && parts.getCount() > 0;
    return everyday ? parts : null;
  }

  private static @Nullable String boundary(MimeMultipart parts) throws MessagingException {
    return new ContentType(parts.getContentType()).getParameter("boundary");
  }

  private static void writeParts(MimeMultipart parts, LineOutput out, StreamProvider provider)
      throws MessagingException, IOException {
    String delimiter = "--" + boundary(parts);
    for (int i = 0; i < parts.getCount(); i++) {
      out.writeln(delimiter);
      BodyPart part = parts.getBodyPart(i);
      if (part.getClass() == MimeBodyPart.class && isEveryday((MimeBodyPart) part)) {
        writePart((MimeBodyPart) part, out, provider);
      } else {
        part.writeTo(out);
      }
      out.writeln();
    }
    out.writeln(delimiter + "--");
  }

  private static void writePart(MimeBodyPart part, LineOutput out, StreamProvider provider)
      throws MessagingException, IOException {
    Enumeration<String> lines = part.getNonMatchingHeaderLines(null);
    while (lines.hasMoreElements()) {
      out.writeln(lines.nextElement());
    }
    out.writeln();
    writeContent(part, out, provider);
  }
}

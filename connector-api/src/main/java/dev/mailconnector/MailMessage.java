package dev.mailconnector;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Clocks;
import dev.mailconnector.internal.compose.Addresses;
import dev.mailconnector.internal.compose.Body;
import dev.mailconnector.internal.compose.ComposedMessage;
import dev.mailconnector.internal.compose.FilePart;
import dev.mailconnector.internal.compose.HeaderField;
import dev.mailconnector.internal.compose.Texts;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link MimeMessage} of text, HTML, images and files, for those who have none yet.
 *
 * <pre>{@code
 * MimeMessage message =
 *     MailMessage.builder()
 *         .to("Ann <ann@example.com>", "bob@example.com")
 *         .subject("Report")
 *         .text("The report is attached.")
 *         .html("<p>The report is attached.</p><img src='cid:logo'>")
 *         .inline("logo", Path.of("logo.png"))
 *         .attach(Path.of("report.pdf"))
 *         .build();
 * }</pre>
 *
 * <p>The result is complete: it has a Date and a Message-ID, and {@link MailConnector#send} adds
 * nothing to it but a missing From. It may still be changed like any other.
 */
public final class MailMessage {
  private MailMessage() {}

  /** Begins a message. Date is the machine's time, and Message-ID is drawn at random. */
  public static Builder builder() {
    return builder(Clocks.calendar(), new SecureRandom());
  }

  /** Begins a message with the time of this clock and an id of this randomness. */
  public static Builder builder(InstantSource clock, RandomGenerator random) {
    return new Builder(clock, random);
  }

  /**
   * Collects what a message is made of, in any order. Text is UTF-8. Each address may be given as
   * {@code ann@example.com} or {@code Ann <ann@example.com>}; a text may hold several with commas
   * between them, and a name with a comma in it goes best as an {@link InternetAddress}.
   *
   * <p>Every method that takes text throws {@link InvalidMessageException} for what cannot be in a
   * message: above all a line break, NUL or another control character in an address, a header field
   * or a file name. Not thread-safe.
   */
  public static final class Builder {
    private static final int ID_BYTES = 16;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<InternetAddress> to = new ArrayList<>();
    private final List<InternetAddress> cc = new ArrayList<>();
    private final List<InternetAddress> bcc = new ArrayList<>();
    private final List<InternetAddress> replyTo = new ArrayList<>();
    private final List<HeaderField> headers = new ArrayList<>();
    private final List<FilePart> inline = new ArrayList<>();
    private final List<FilePart> attachments = new ArrayList<>();
    private @Nullable InternetAddress from;
    private @Nullable HeaderField subject;
    private @Nullable String text;
    private @Nullable String html;

    private Builder(InstantSource clock, RandomGenerator random) {
      this.clock = clock;
      this.random = random;
    }

    /** The author. Default: {@code from} of the account that sends it. */
    public Builder from(String address) {
      from = Addresses.one("from", address);
      return this;
    }

    /** The author. */
    public Builder from(InternetAddress address) {
      from = Addresses.copy("from", address).get(0);
      return this;
    }

    /** Adds recipients. */
    public Builder to(String... addresses) {
      to.addAll(Addresses.parse("to", addresses));
      return this;
    }

    /** Adds recipients. */
    public Builder to(InternetAddress... addresses) {
      to.addAll(Addresses.copy("to", addresses));
      return this;
    }

    /** Adds recipients of a copy. */
    public Builder cc(String... addresses) {
      cc.addAll(Addresses.parse("cc", addresses));
      return this;
    }

    /** Adds recipients of a copy. */
    public Builder cc(InternetAddress... addresses) {
      cc.addAll(Addresses.copy("cc", addresses));
      return this;
    }

    /** Adds recipients that nobody sees; the field is left out when the message is sent. */
    public Builder bcc(String... addresses) {
      bcc.addAll(Addresses.parse("bcc", addresses));
      return this;
    }

    /** Adds recipients that nobody sees; the field is left out when the message is sent. */
    public Builder bcc(InternetAddress... addresses) {
      bcc.addAll(Addresses.copy("bcc", addresses));
      return this;
    }

    /** Adds addresses that an answer goes to, in place of the author's. */
    public Builder replyTo(String... addresses) {
      replyTo.addAll(Addresses.parse("reply-to", addresses));
      return this;
    }

    /** Adds addresses that an answer goes to, in place of the author's. */
    public Builder replyTo(InternetAddress... addresses) {
      replyTo.addAll(Addresses.copy("reply-to", addresses));
      return this;
    }

    /** The subject; it is encoded and folded as needed. */
    public Builder subject(String value) {
      subject = HeaderField.subject(value);
      return this;
    }

    /** The text. Beside HTML it is the alternative for readers without. */
    public Builder text(String value) {
      text = Texts.body("text", value);
      return this;
    }

    /** The HTML. It can show what is given as {@code inline} by {@code cid:} and its id. */
    public Builder html(String value) {
      html = Texts.body("html", value);
      return this;
    }

    /** Shows this file where the HTML says {@code cid:} and this id; type by its name. */
    public Builder inline(String cid, Path file) {
      return show(FilePart.of(file).shownAs(cid));
    }

    /**
     * Shows these bytes where the HTML says {@code cid:} and this id. They are not copied and must
     * not be changed until the message is sent.
     *
     * @param name the file name for readers who save it
     * @param type its content type, such as {@code image/png}
     */
    public Builder inline(String cid, byte[] content, String name, String type) {
      return show(FilePart.of(content, name, type).shownAs(cid));
    }

    /**
     * Attaches this file; type by its name. It is read when the message is sent, piece by piece, so
     * it has to stay as it is until then.
     */
    public Builder attach(Path file) {
      attachments.add(FilePart.of(file));
      return this;
    }

    /**
     * Attaches this file under another name.
     *
     * @param name the file name that the recipient sees; any characters but control characters
     * @param type its content type, such as {@code application/pdf}; not {@code message/} or {@code
     *     multipart/}, which must not be encoded
     */
    public Builder attach(Path file, String name, String type) {
      attachments.add(FilePart.of(file, name, type));
      return this;
    }

    /**
     * Attaches these bytes. They are not copied and must not be changed until the message is sent.
     *
     * @param name the file name that the recipient sees
     * @param type its content type
     */
    public Builder attach(byte[] content, String name, String type) {
      attachments.add(FilePart.of(content, name, type));
      return this;
    }

    /**
     * Adds a header field, several of one name too. Those that the message is made of (From, To,
     * Subject, Date, Message-ID, Content-Type, ...) and those of servers are refused.
     */
    public Builder header(String name, String value) {
      headers.add(HeaderField.of(name, value));
      return this;
    }

    /**
     * A new message of what was given so far; each has an id of its own.
     *
     * @throws InvalidMessageException if there is something to be shown and no HTML to show it
     */
    public MimeMessage build() {
      if (html == null && !inline.isEmpty()) {
        throw Texts.invalid(
            "The inline file \"" + inline.get(0).contentId() + "\" has no HTML that shows it",
            "Give html that says cid:" + inline.get(0).contentId() + ", or attach the file.");
      }
      try {
        ComposedMessage message = new ComposedMessage(session(), newId());
        message.setSentDate(Date.from(clock.instant()));
        for (HeaderField header : fields()) {
          message.addHeader(header.name(), header.value());
        }
        message.complete(new Body(text, html, inline, attachments));
        return message;
      } catch (MessagingException e) {
        throw new InvalidMessageException(
            FailureDetail.of(
                    Stage.MESSAGE,
                    "The message cannot be put together (" + e.getMessage() + ")",
                    Advice.FIX_MESSAGE,
                    "The cause says which part of it.")
                .withCause(e));
      }
    }

    private Builder show(FilePart file) {
      String id = file.contentId();
      if (inline.stream().anyMatch(other -> String.valueOf(id).equals(other.contentId()))) {
        throw Texts.invalid(
            "Two inline files have the content id \"" + id + "\"", "Give each its own.");
      }
      inline.add(file);
      return this;
    }

    private List<HeaderField> fields() {
      List<HeaderField> fields = new ArrayList<>();
      fields.addAll(HeaderField.of("From", from == null ? List.of() : List.of(from)));
      fields.addAll(HeaderField.of("Reply-To", replyTo));
      fields.addAll(HeaderField.of("To", to));
      fields.addAll(HeaderField.of("Cc", cc));
      fields.addAll(HeaderField.of("Bcc", bcc));
      if (subject != null) {
        fields.add(subject);
      }
      fields.addAll(headers);
      return fields;
    }

    /** Local parts beyond ASCII are written only by a Session that says so. */
    private Session session() {
      Properties properties = new Properties();
      boolean ascii =
          fields().stream().allMatch(field -> field.value().chars().allMatch(c -> c < 128));
      if (!ascii) {
        properties.setProperty("mail.mime.allowutf8", "true");
      }
      return Session.getInstance(properties);
    }

    /** RFC 5322 section 3.6.4: unique by its left side, and the right one says where it is from. */
    private String newId() {
      byte[] bytes = new byte[ID_BYTES];
      random.nextBytes(bytes);
      String domain = "localhost";
      if (from != null && from.getAddress().indexOf('@') >= 0) {
        domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
      }
      return "<" + HexFormat.of().formatHex(bytes) + "@" + domain + ">";
    }
  }
}

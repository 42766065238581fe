package dev.mailconnector.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.PreencodedMimeBodyPart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The measure is what the message writes of itself. */
class MimeWriterTest {
  private static final Session SESSION = Session.getInstance(new Properties());

  private final MimeWriter writer = new MimeWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-dots",
        "02-utf8-8bit",
        "03-multipart",
        "04-forwarded",
        "05-smime-signed",
        "06-long-lines",
        "07-no-final-newline",
        "08-empty-body",
        "09-bare-lf-smuggling"
      })
  void realMessage_asItCame_changedAndCopied_isWrittenAsItWritesItself(String name)
      throws Exception {
    assertWrittenAsItWritesItself(read(name));

    MimeMessage changed = read(name);
    changed.setHeader("Subject", "changed");
    changed.saveChanges();
    assertWrittenAsItWritesItself(changed);

    MimeMessage copied = message();
    copied.setDataHandler(read(name).getDataHandler());
    copied.saveChanges();
    assertWrittenAsItWritesItself(copied);

    MimeMessage parts = message();
    MimeBodyPart forwarded = new MimeBodyPart();
    forwarded.setContent(read(name), "message/rfc822");
    parts.setContent(new MimeMultipart(forwarded));
    parts.saveChanges();
    assertWrittenAsItWritesItself(parts);

    if (read(name).getContent() instanceof MimeMultipart content) {
      MimeMessage taken = message();
      taken.setContent(content);
      taken.saveChanges();
      assertWrittenAsItWritesItself(taken);
    }
  }

  @Test
  void generatedMessages_areWrittenAsTheyWriteThemselves() throws Exception {
    for (int seed = 0; seed < 500; seed++) {
      MimeMessage message = generated(new Random(seed));
      assertThat(text(written(message)))
          .as("seed %d", seed)
          .isEqualTo(text(writtenByItself(message)));
    }
  }

  private static MimeMessage generated(Random random) throws Exception {
    MimeMessage message = message();
    if (random.nextInt(3) == 0) {
      message.setRecipients(RecipientType.BCC, "hidden@example.com");
    }
    message.setSubject("Grüße, long ".repeat(random.nextInt(12)), "UTF-8");
    switch (random.nextInt(4)) {
      case 0 -> message.setText(words(random));
      case 1 -> message.setText(words(random), charset(random), "html");
      default -> message.setContent(parts(random, 0));
    }
    message.saveChanges();
    return message;
  }

  private static MimeMultipart parts(Random random, int depth) throws Exception {
    String[] kinds = {"mixed", "alternative", "related", "report", "signed", "Mixed; x=y"};
    MimeMultipart parts = new MimeMultipart(kinds[random.nextInt(kinds.length)]);
    if (random.nextInt(6) == 0) {
      parts.setPreamble("This is a preamble" + (random.nextBoolean() ? "\r\n" : ""));
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      parts.addBodyPart(part(random, depth));
    }
    return parts;
  }

  private static MimeBodyPart part(Random random, int depth) throws Exception {
    MimeBodyPart part = new MimeBodyPart();
    switch (random.nextInt(depth > 2 ? 5 : 8)) {
      case 0 -> part.setText(words(random));
      case 1 -> part.setText(words(random), charset(random));
      case 2 -> part.setContent(words(random), "text/html; charset=" + charset(random));
      case 3 -> {
        byte[] bytes =
            new byte[random.nextInt(4) == 0 ? 57 * random.nextInt(200) : random.nextInt(20_000)];
        random.nextBytes(bytes);
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, "application/pdf")));
        part.setFileName("Rechnung für März.pdf");
      }
      case 4 -> {
        part = new PreencodedMimeBodyPart("base64");
        part.setContent("SGVsbG8=\r\n", "text/plain");
      }
      case 5 -> {
        MimeMessage inner = generated(random);
        part.setContent(inner, "message/rfc822");
      }
      case 6 ->
          part =
              new MimeBodyPart(
                  new InternetHeaders(), words(random).getBytes(StandardCharsets.UTF_8));
      default -> part.setContent(parts(random, depth + 1));
    }
    if (random.nextInt(4) == 0) {
      String[] encodings = {"base64", "quoted-printable", "7bit", "8BIT", "binary", "uuencode"};
      part.setHeader("Content-Transfer-Encoding", encodings[random.nextInt(encodings.length)]);
    }
    return part;
  }

  private static String charset(Random random) {
    return List.of("us-ascii", "utf-8", "iso-8859-1", "iso-2022-jp", "UTF-16")
        .get(random.nextInt(5));
  }

  private static String words(Random random) {
    StringBuilder words = new StringBuilder();
    for (int i = random.nextInt(300); i > 0; i--) {
      switch (random.nextInt(12)) {
        case 0 -> words.append("\r\n");
        case 1 -> words.append('\n');
        case 2 -> words.append("Grüße ");
        case 3 -> words.append("日本 ");
        case 4 -> words.append(".\r\n.");
        default -> words.append("word ");
      }
    }
    return words.toString();
  }

  @Test
  void message_thatWritesItself_isAskedTo() throws Exception {
    MimeMessage message =
        new MimeMessage(SESSION) {
          @Override
          public void writeTo(OutputStream out, String[] ignored) throws IOException {
            out.write("mine".getBytes(StandardCharsets.US_ASCII));
          }
        };

    assertThat(text(written(message))).isEqualTo("mine");
  }

  @Test
  void message_ofAClassWithoutItsOwnWriting_isWrittenFromOutside() throws Exception {
    MimeMessage message =
        new MimeMessage(SESSION) {
          @Override
          public String getEncoding() {
            return "base64";
          }
        };
    message.setText("Hello");
    message.saveChanges();

    assertWrittenAsItWritesItself(message);
    assertThat(text(written(message))).endsWith("\r\n\r\nSGVsbG8=");
  }

  @Test
  void message_withoutASession_isWritten() throws Exception {
    MimeMessage message = new MimeMessage((Session) null);
    message.setText("Hello");
    message.saveChanges();

    assertWrittenAsItWritesItself(message);
  }

  @Test
  void message_parsedWithNewContentNotSaved_keepsTheOldContentAsItDoesItself() throws Exception {
    MimeMessage message = read("01-dots");
    message.setText("new");

    assertWrittenAsItWritesItself(message);
  }

  @Test
  void message_notSaved_isSavedOnce() throws Exception {
    AtomicInteger saves = new AtomicInteger();
    MimeMessage message =
        new MimeMessage(SESSION) {
          @Override
          public void saveChanges() throws MessagingException {
            saves.incrementAndGet();
            super.saveChanges();
          }
        };
    message.setText("Hello");

    byte[] first = written(message);
    assertThat(text(written(message))).isEqualTo(text(first)).contains("Message-ID: ");
    assertThat(saves).hasValue(1);
  }

  // The look-up of jakarta.mail

  @ParameterizedTest
  @MethodSource("everydayMessages")
  void everydayMessage_isWrittenWithoutALookUp(MimeMessage message) throws Exception {
    try (Lookups lookups = new Lookups()) {
      written(message);
      assertThat(lookups.count).isZero();

      message.writeTo(OutputStream.nullOutputStream());
      assertThat(lookups.count).as("what the message does by itself").isPositive();
    }
  }

  static List<MimeMessage> everydayMessages() throws Exception {
    MimeMessage text = message();
    text.setText("Hello");
    MimeMessage saved = message();
    saved.setText("Grüße ".repeat(100), "UTF-8");
    saved.saveChanges();
    MimeMessage attached = message();
    MimeBodyPart words = new MimeBodyPart();
    words.setText("Hello");
    MimeBodyPart html = new MimeBodyPart();
    html.setText("<p>Grüße", "utf-8", "html");
    MimeBodyPart both = new MimeBodyPart();
    both.setContent(new MimeMultipart("alternative", words, html));
    MimeBodyPart file = new MimeBodyPart();
    file.setDataHandler(
        new DataHandler(new ByteArrayDataSource(new byte[5000], "application/pdf")));
    attached.setContent(new MimeMultipart(both, file));
    return List.of(text, saved, attached);
  }

  /** Counts what is looked up through the class loader of this thread. */
  private static final class Lookups extends ClassLoader implements AutoCloseable {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private int count;

    Lookups() {
      super(Thread.currentThread().getContextClassLoader());
      Thread.currentThread().setContextClassLoader(this);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (name.equals("META-INF/services/jakarta.mail.util.StreamProvider")) {
        count++;
      }
      return super.getResources(name);
    }

    @Override
    public void close() {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private void assertWrittenAsItWritesItself(MimeMessage message) throws Exception {
    assertThat(text(written(message))).isEqualTo(text(writtenByItself(message)));
  }

  private byte[] written(MimeMessage message) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(message, out);
    return out.toByteArray();
  }

  private static byte[] writtenByItself(MimeMessage message) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out, new String[] {"Bcc"});
    return out.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static MimeMessage message() throws MessagingException {
    MimeMessage message = new MimeMessage(SESSION);
    message.setFrom(new InternetAddress("robot@example.com"));
    message.setRecipients(RecipientType.TO, "ann@example.com");
    return message;
  }

  private static MimeMessage read(String name) throws IOException, MessagingException {
    try (InputStream in = MimeWriterTest.class.getResourceAsStream("/eml/" + name + ".eml")) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      return new MimeMessage(SESSION, new ByteArrayInputStream(bytes));
    }
  }
}

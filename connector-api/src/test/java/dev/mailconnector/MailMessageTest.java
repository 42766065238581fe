package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailMessageTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final byte[] BYTES = {0, 1, '\n', '\r', (byte) 0xff};

  private final MailMessage.Builder builder =
      MailMessage.builder(InstantSource.fixed(NOW), new Random(1))
          .from("Ann <ann@example.com>")
          .to("bob@example.com");

  @TempDir private Path folder;

  @Test
  void text_alone_isTheMessageItself() throws Exception {
    MimeMessage message = read(builder.subject("Grüße").text("Schöne Grüße.\n").build());

    assertThat(shape(message)).isEqualTo("text/plain");
    assertThat(message.getSubject()).isEqualTo("Grüße");
    assertThat(message.getContent()).isEqualTo("Schöne Grüße.\r\n");
  }

  @Test
  void nothing_atAll_isAnEmptyText() throws Exception {
    MimeMessage message = read(builder.build());

    assertThat(shape(message)).isEqualTo("text/plain");
    assertThat(message.getContent()).isEqualTo("");
  }

  static Stream<List<String>> shapes() {
    return Stream.of(
        List.of("html", "text/html"),
        List.of("text html", "multipart/alternative[text/plain text/html]"),
        List.of("html inline", "multipart/related[text/html image/png]"),
        List.of(
            "text html inline",
            "multipart/alternative[text/plain multipart/related[text/html image/png]]"),
        List.of("attach", "multipart/mixed[application/pdf]"),
        List.of("text attach", "multipart/mixed[text/plain application/pdf]"),
        List.of(
            "text html inline attach",
            "multipart/mixed[multipart/alternative[text/plain"
                + " multipart/related[text/html image/png]] application/pdf]"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void parts_asGiven_areNestedNoDeeperThanNeeded(List<String> shape) throws Exception {
    for (String part : shape.get(0).split(" ")) {
      switch (part) {
        case "text" -> builder.text("x");
        case "html" -> builder.html("<img src='cid:logo'>");
        case "inline" -> builder.inline("logo", BYTES, "logo.png", "image/png");
        default -> builder.attach(BYTES, "a.pdf", "application/pdf");
      }
    }

    assertThat(shape(read(builder.build()))).isEqualTo(shape.get(1));
  }

  @Test
  void related_parts_nameTheirRoot() throws Exception {
    MimeMessage message =
        read(builder.html("x").inline("logo@here", BYTES, "l.png", "image/png").build());

    assertThat(new ContentType(message.getContentType()).getParameter("type"))
        .isEqualTo("text/html");
    MimeBodyPart image = (MimeBodyPart) ((Multipart) message.getContent()).getBodyPart(1);
    assertThat(image.getContentID()).isEqualTo("<logo@here>");
    assertThat(image.getDisposition()).isEqualTo(Part.INLINE);
    assertThat(image.getFileName()).isEqualTo("l.png");
  }

  @Test
  void addresses_ofEveryKind_areReadAsTheyWereWritten() throws Exception {
    MimeMessage message =
        read(
            builder
                .to("Jörg Müller <joerg@bücher.example>, \"Smith, Jane\" <jane@example.com>")
                .to(new InternetAddress("c@example.com", "Carl, Count of \"X\""))
                .cc("d@example.com")
                .bcc("e@example.com")
                .replyTo("f@example.com", "g@example.com")
                .build());

    assertThat(message.getRecipients(RecipientType.TO))
        .extracting(address -> ((InternetAddress) address).getPersonal())
        .containsExactly(null, "Jörg Müller", "Smith, Jane", "Carl, Count of \"X\"");
    assertThat(message.getRecipients(RecipientType.TO)[1].toString())
        .endsWith("<joerg@xn--bcher-kva.example>");
    assertThat(message.getRecipients(RecipientType.CC)).hasSize(1);
    assertThat(message.getRecipients(RecipientType.BCC)).hasSize(1);
    assertThat(message.getReplyTo()).hasSize(2);
  }

  @Test
  void localPart_beyondAscii_isWrittenAsItIs() throws Exception {
    MimeMessage message = builder.to("Jörg <jörg@bücher.example>").build();

    assertThat(written(message)).contains("=?UTF-8?Q?J=C3=B6rg?= <jörg@xn--bcher-kva.example>");
  }

  @Test
  void dateAndId_comeFromTheGivenClockAndRandomness() throws Exception {
    MimeMessage message = builder.build();
    String id = message.getMessageID();

    assertThat(message.getSentDate()).isEqualTo(Date.from(NOW));
    assertThat(id).matches("<[0-9a-f]{32}@example\\.com>");
    assertThat(
            MailMessage.builder(InstantSource.fixed(NOW), new Random(1))
                .from("ann@example.com")
                .build()
                .getMessageID())
        .isEqualTo(id);
    assertThat(builder.build().getMessageID()).isNotEqualTo(id);
    message.setSubject("changed");
    message.saveChanges();
    assertThat(message.getMessageID()).isEqualTo(id);
  }

  @Test
  void file_ofAnotherFileSystem_isAttachedUnderItsName() throws Exception {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
      Path file = Files.write(zip.getPath("/report.pdf"), BYTES);

      MimeMessage message = read(builder.attach(file).build());

      assertThat(shape(message)).isEqualTo("multipart/mixed[application/pdf]");
      assertThat(content(message, 0)).isEqualTo(BYTES);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a.PNG, image/png",
    "a.txt, text/plain",
    "a, application/octet-stream",
    "a.unheard, application/octet-stream",
    "a#b.png, image/png",
    "a.eml, application/octet-stream",
    "a.mime, application/octet-stream"
  })
  void type_ofAFile_isThatOfItsName(String name, String type) throws Exception {
    Path file = Files.write(folder.resolve(name), BYTES);

    MimeMessage message = read(builder.attach(file).build());

    assertThat(shape(message)).isEqualTo("multipart/mixed[" + type + "]");
    assertThat(content(message, 0)).isEqualTo(BYTES);
  }

  @Test
  void file_isReadWhenTheMessageIsWrittenAndNotBefore() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "early");
    MimeMessage message = builder.attach(file).build();

    Files.writeString(file, "late");

    assertThat(content(read(message), 0)).asString().isEqualTo("late");
  }

  @Test
  void message_withEverything_isDeliveredAsItIs() throws Exception {
    MimeMessage message =
        builder
            .cc("d@example.com")
            .subject("Grüße")
            .text("Ü".repeat(2000))
            .html("<img src='cid:logo'>")
            .inline("logo", BYTES, "logo.png", "image/png")
            .attach(BYTES, "naïve.bin", "application/octet-stream")
            .build();
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).start();
        MailConnector connector =
            new Lab().connector(Lab.account(server, TlsMode.STARTTLS).build())) {
      connector.send(message);

      assertThat(server.messages().get(0).content()).asString().isEqualTo(written(message));
      assertThat(server.messages().get(0).recipients())
          .containsExactly("bob@example.com", "d@example.com");
    }
  }

  static Stream<String> oddNames() {
    return Stream.concat(
        Stream.of(
            "naïve résumé.pdf",
            "レポート.pdf",
            "a\"b\\c;d=e,f.txt",
            "=?UTF-8?Q?x?=.txt",
            "100% 'quoted' (final).txt",
            "../../etc/passwd",
            "\ud83d\ude00.png",
            "x".repeat(300) + ".txt",
            "ü".repeat(120) + ".txt",
            " "),
        IntStream.range(0, 200).mapToObj(MailMessageTest::randomName));
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void fileName_ofAnyCharacters_arrives(String name) throws Exception {
    if (name.isBlank()) {
      assertThatThrownBy(() -> builder.attach(BYTES, name, "text/plain"))
          .isInstanceOf(InvalidMessageException.class);
      return;
    }
    MimeMessage message = builder.attach(BYTES, name, "application/octet-stream").build();

    assertThat(written(message)).isASCII();
    assertThat(((Multipart) read(message).getContent()).getBodyPart(0).getFileName())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void nameAndSubject_ofAnyCharacters_arriveInShortLines(String name) throws Exception {
    MimeMessage message =
        builder
            .cc(new InternetAddress("c@example.com", name))
            .subject(name)
            .header("X-Odd", name)
            .build();
    String header = written(message).split("\r\n\r\n", 2)[0];

    assertThat(header).isASCII();
    assertThat(header.lines()).allMatch(line -> line.length() <= 998);
    assertThat(header.lines().filter(line -> !line.startsWith(" ") && !line.startsWith("\t")))
        .as("no field but ours")
        .allMatch(
            line ->
                line.matches(
                    "(From|To|Cc|Subject|X-Odd|Date|Message-ID|MIME-Version|Content-[A-Za-z-]+):.*"));
    if (!name.contains("=?")) {
      MimeMessage read = read(message);
      InternetAddress cc = (InternetAddress) read.getRecipients(RecipientType.CC)[0];
      assertThat(String.valueOf(cc.getPersonal()).strip())
          .isEqualTo(name.isBlank() ? "null" : name.strip());
      assertThat(read.getSubject()).isEqualTo(name.strip());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\nBcc: eve@example.com", "\n", "\r", "\0", "\u007f", "\u001b[2J"})
  void lineBreaksAndControls_anywhereInAHeader_areRefused(String evil) {
    List<Runnable> all =
        List.of(
            () -> builder.subject("a" + evil),
            () -> builder.to("a" + evil + "@example.com"),
            () -> builder.to("\"a" + evil + "\" <a@example.com>"),
            () -> builder.replyTo(named("a" + evil)),
            () -> builder.header("X-A", "a" + evil),
            () -> builder.header("X-A" + evil, "a"),
            () -> builder.header("Sender", "a" + evil + " <a@example.com>"),
            () -> builder.attach(BYTES, "a" + evil, "text/plain"),
            () -> builder.attach(BYTES, "a", "text/plain; x=a" + evil),
            () -> builder.inline("a" + evil, BYTES, "a.png", "image/png"));

    assertThat(all)
        .allSatisfy(
            step ->
                assertThatThrownBy(step::run)
                    .isInstanceOf(InvalidMessageException.class)
                    .message()
                    .doesNotContain(evil));
  }

  @Test
  void name_thatHidesALineBreakInAnEncodedWord_isRefused() {
    assertThatThrownBy(
            () -> builder.to("=?UTF-8?Q?a=0D=0ABcc=3A_eve=40example.com?= <a@example.com>"))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("control character");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From",
        "TO",
        "bcc",
        "Reply-To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "content-disposition",
        "Resent-Bcc",
        "Received",
        "Return-Path",
        "DKIM-Signature"
      })
  void header_thatIsMadeOtherwise_isRefusedWithTheReason(String name) {
    assertThatThrownBy(() -> builder.header(name, "x"))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageMatching("The header field " + name + " cannot be added\\. \\S+ .{10,}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no at", "bob", "a@", "@b", "a@b@c", "a@faß.example", "a b@c.example"})
  void recipient_thatIsNoAddress_isRefused(String text) {
    assertThatThrownBy(() -> builder.from(text))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The from \"" + text + "\" is not ");
  }

  @Test
  void whatCannotBeTogether_isRefused() {
    assertThatThrownBy(() -> builder.inline("x", BYTES, "a.png", "image/png").build())
        .hasMessageContaining("no HTML that shows it");
    assertThatThrownBy(() -> builder.inline("x", BYTES, "b.png", "image/png"))
        .hasMessageContaining("Two inline files have the content id \"x\"");
    assertThatThrownBy(() -> builder.attach(BYTES, "a", "message/rfc822"))
        .hasMessageContaining("RFC 2045 section 6.4");
    assertThatThrownBy(() -> builder.attach(BYTES, "a", "pdf"))
        .hasMessageContaining("\"pdf\" is not a content type");
    assertThatThrownBy(() -> builder.attach(folder.resolve("missing.pdf")))
        .hasMessageContaining("missing.pdf cannot be read: there is no such file");
    assertThatThrownBy(() -> builder.attach(folder)).hasMessageContaining("it is a folder");
    assertThatThrownBy(() -> builder.from("a@x.example, b@x.example"))
        .hasMessageContaining("is not one address");
    assertThatThrownBy(() -> builder.text("a\0")).hasMessageContaining("The text has a NUL");
    assertThatThrownBy(() -> builder.header("X-A", "x".repeat(1000)))
        .hasMessageContaining("too long for a line");
  }

  private static InternetAddress named(String name) {
    try {
      return new InternetAddress("a@example.com", name);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String randomName(int seed) {
    Random random = new Random(seed);
    int[] points =
        random
            .ints(1, 0x1f000)
            .map(point -> random.nextInt(3) == 0 ? point : ' ' + point % 95)
            .filter(point -> !Character.isISOControl(point) && Character.isDefined(point))
            .filter(point -> point < 0xd800 || point > 0xf8ff)
            .filter(point -> !Character.isWhitespace(point) && !Character.isSpaceChar(point))
            .limit(1 + random.nextInt(80))
            .toArray();
    return new String(points, 0, points.length);
  }

  private static String written(MimeMessage message) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static MimeMessage read(MimeMessage message) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(written(message).getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] content(MimeMessage message, int part) throws Exception {
    return ((Multipart) message.getContent()).getBodyPart(part).getInputStream().readAllBytes();
  }

  private static String shape(Part part) throws Exception {
    String type = new ContentType(part.getContentType()).getBaseType();
    if (!(part.getContent() instanceof Multipart parts)) {
      return type;
    }
    List<String> inner = new ArrayList<>();
    for (int i = 0; i < parts.getCount(); i++) {
      BodyPart each = parts.getBodyPart(i);
      inner.add(shape(each));
    }
    return type + "[" + String.join(" ", inner) + "]";
  }
}

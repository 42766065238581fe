package dev.mailconnector.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.RawMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWriterTest {
  private static final Envelope ENVELOPE = Envelope.of("s@example.com", "r@example.com");

  private final MessageWriter writer = new MessageWriter(null);

  // No input can add a line

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nDATA@x", "a\n@x", "a\r@x", "a\0@x", "\"a\r\n\"@x", "a@x\r\n"})
  void envelope_lineBreakOrNul_isRefused(String address) {
    assertThatThrownBy(() -> Envelope.of(address, "r@example.com"))
        .isInstanceOfSatisfying(InvalidMessageException.class, MessageWriterTest::isFixable)
        .hasMessageContaining("The envelope sender \"" + address.replaceAll("\\p{Cntrl}", "?"))
        .hasMessageContaining("could add an SMTP command");
    assertThatThrownBy(() -> Envelope.of("s@example.com", "r@example.com", address))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The recipient \"")
        .hasMessageContaining("has a control character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@x> SIZE=1", "<a@x>", "a b@x", "\"a@x", ""})
  void envelope_whatIsNoBareAddress_isRefused(String address) {
    assertThatThrownBy(() -> Envelope.of("s@example.com", address))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("recipient");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a b\"@x", "\"a>\\\"b\"@x", "postmaster", "jürgen@bücher.example"})
  void envelope_unusualAddress_isTaken(String address) {
    assertThat(Envelope.of("", address).recipients()).containsExactly(address);
  }

  /** Something that would add a line to a header. */
  @FunctionalInterface
  interface Attack {
    void on(MimeMessage message, MimeBodyPart part) throws MessagingException, IOException;
  }

  static Stream<Attack> attacks() {
    return Stream.of(
        (message, part) -> message.setHeader("X-Tag", "a\r\nBcc: eve@example.com"),
        (message, part) -> message.setHeader("X-Tag", "a\nBcc: eve@example.com"),
        (message, part) -> message.setHeader("X-Tag", "a\rBcc: eve@example.com"),
        (message, part) -> message.setHeader("X-Tag", "a\r\n\r\nbody"),
        (message, part) -> message.setHeader("X-Tag", "a\r\n \r\nBcc: eve@example.com"),
        (message, part) -> message.setHeader("X-Tag", "a\r\r\n b"),
        (message, part) -> message.setHeader("X-Tag", "a\n"),
        (message, part) -> message.setHeader("X-Tag", "a\0b"),
        (message, part) -> message.setHeader("X-Tag", "\r\nBcc: eve@example.com"),
        (message, part) -> message.setHeader("X-Tag", "\n\nforged"),
        (message, part) -> message.setHeader("X-Tag", " \r\n\r\nforged"),
        (message, part) -> message.addHeaderLine("\r\nX-Tag: a"),
        (message, part) -> message.addHeader("X-Tag\r\nBcc", "eve@example.com"),
        (message, part) -> message.addHeader("X Tag", "a"),
        (message, part) -> message.addHeader("Bcc: eve@example.com\r\nX", "a"),
        (message, part) -> message.setHeader("From", "a@example.com\r\nBcc: eve@example.com"),
        (message, part) -> message.setHeader("To", "a@example.com\r\nBcc: eve@example.com"),
        (message, part) -> message.setContentID("a\r\nBcc: eve@example.com"),
        (message, part) -> part.setFileName("a.txt\r\nContent-Type: text/html"),
        (message, part) -> part.setHeader("X-Part", "a\r\n\r\nforged"),
        (message, part) -> nested(part).setHeader("X-Tag", "a\r\nX: b"));
  }

  private static MimeMessage nested(MimeBodyPart part) throws MessagingException {
    MimeMessage inner = message();
    part.setContent(inner, "message/rfc822");
    return inner;
  }

  @ParameterizedTest(name = "attack {index}")
  @MethodSource("attacks")
  void header_thatWouldBecomeMoreThanOne_isRefused(Attack attack) throws Exception {
    MimeBodyPart part = new MimeBodyPart();
    part.setText("text");
    MimeMessage message = message();
    message.setContent(new MimeMultipart(part));
    attack.on(message, part);

    assertThatThrownBy(
            () -> writer.write(message, account(), SendOptions.defaults().withEnvelope(ENVELOPE)))
        .isInstanceOfSatisfying(InvalidMessageException.class, MessageWriterTest::isFixable)
        .hasMessageContaining("The header field ")
        .hasMessageContaining("Check where ")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello\r\nBcc: eve@example.com", "Hello\n\nBcc: eve@example.com"})
  void subject_withALineBreak_isFoldedByMimeMessageAndStaysOneField(String subject)
      throws Exception {
    MimeMessage message = message();
    message.setSubject(subject);
    message.setDescription(subject);

    OutgoingMessage outgoing = writer.write(message, account(), SendOptions.defaults());
    String header = text(outgoing).split("\r\n\r\n", 2)[0].replaceAll("\r\n[ \t]", " ");

    assertThat(outgoing.envelope().recipients()).containsExactly("ann@example.com");
    assertThat(header.lines()).noneMatch(line -> line.startsWith("Bcc"));
    assertThat(header).containsPattern("(?m)^Subject: Hello +Bcc: eve@example.com$");
    assertThat(text(outgoing)).endsWith("\r\n\r\nHello\r\n");
  }

  @Test
  void envelope_senderGivenAlone_recipientsComeFromTheMessage() {
    RawMessage raw = eml("From: unreadable <\r\nTo: b@x\r\nCc: c@x\r\n\r\n");

    assertThat(
            writer
                .write(raw, account(), SendOptions.defaults().withEnvelopeSender("bounces@x"))
                .envelope())
        .isEqualTo(Envelope.of("bounces@x", "b@x", "c@x"));
  }

  @Test
  void envelope_partThatCannotBeOne_isRefusedWhenItIsGiven() {
    SendOptions options = SendOptions.defaults();

    assertThatThrownBy(() -> options.withEnvelopeSender("a@x\r\nDATA"))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("envelope sender");
    assertThatThrownBy(() -> options.withRecipients(List.of("b@x>")))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("recipient");
    assertThatThrownBy(() -> options.withRecipients(List.of()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("no recipient");
  }

  @Test
  void envelope_recipientsGivenAlone_senderComesFromTheMessage() throws Exception {
    RawMessage raw = eml("From: a@x\r\nTo: unreadable <\r\n\r\n");
    SendOptions toEve = SendOptions.defaults().withRecipients(List.of("eve@x"));

    assertThat(writer.write(raw, account(), toEve).envelope())
        .isEqualTo(Envelope.of("a@x", "eve@x"));
    assertThat(writer.write(message(), account(), toEve).envelope().recipients())
        .containsExactly("eve@x");
  }

  @Test
  void header_thatWouldBecomeMoreThanOne_isRefusedInASavedMessageToo() throws Exception {
    MimeMessage message = message();
    message.saveChanges();
    message.setHeader("X-Tag", "a\r\nBcc: eve@example.com");

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The header field X-Tag contains a line break or NUL");
  }

  @Test
  void header_thatSavingMakesOfAContentType_isRefusedWhenItIsMoreThanOne() throws Exception {
    MimeMessage message = message();
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(new byte[] {1}, "application/pdf; name=\"a\r\nX-Evil: 1\"")));
    message.setContent(new MimeMultipart(part));

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("contains a line break or NUL");
  }

  @Test
  void header_folded_isOneField() throws Exception {
    MimeMessage message = message();
    message.setSubject("long ".repeat(40));
    message.setHeader("X-Folded", "a\r\n b\r\n\tc\n d");

    assertThat(text(writer.write(message, account(), SendOptions.defaults())))
        .contains("X-Folded: a\r\n b\r\n\tc\r\n d\r\n");
  }

  @Test
  void attachment_withoutAType_isRefusedInWords() throws Exception {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(new byte[] {65, 66}, "text/plain") {
              @Override
              public @Nullable String getContentType() {
                return null;
              }
            }));
    MimeMessage message = message();
    message.setContent(new MimeMultipart(part));

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("could not be written out");
  }

  @Test
  void attachment_inAnUnknownCharset_isNotLookedInto() throws Exception {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(new byte[] {65, 66}, "text/plain; charset=x-nobody-knows")));
    MimeMessage message = message();
    message.setContent(new MimeMultipart(part));

    assertThat(text(writer.write(message, account(), SendOptions.defaults())))
        .contains("\r\n\r\nAB\r\n");
  }

  // Line ends

  @ParameterizedTest
  @CsvSource({
    "Content-Type: multipart/signed; boundary=b, 'a\rb\r\n'",
    "Content-Type: MULTIPART/Signed; boundary=b, 'a\nb\r\n'",
    "DKIM-Signature: v=1; d=example.com, 'a\rb\r\n'",
    "DKIM-Signature: v=1; d=example.com, 'a\nb\r\n'"
  })
  void strayLineEnd_inSignedContent_isRefused(String field, String body) {
    RawMessage message =
        eml("From: a@example.com\r\nTo: b@example.com\r\n" + field + "\r\n\r\n" + body);

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOfSatisfying(InvalidMessageException.class, MessageWriterTest::isFixable)
        .hasMessageContaining("is signed and has CR or LF outside a CRLF pair")
        .hasMessageContaining("make the line ends CRLF before signing");
  }

  @Test
  void strayLineEnd_inASignedPart_isRefused() {
    RawMessage message =
        eml(
            "From: a@example.com\r\nTo: b@example.com\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + "content-TYPE:\r\n\tMultipart/Signed; boundary=c\r\n\r\n--c\r\n\r\na\rb\r\n"
                + "--c--\r\n--b--\r\n");

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("is signed and has CR or LF outside a CRLF pair");
  }

  @Test
  void strayLineEnd_besideWordsAboutSigning_isRepaired() throws Exception {
    RawMessage message =
        eml("From: a@example.com\r\nTo: b@example.com\r\n\r\nsee multipart/signed\rb\r\n");

    assertThat(text(writer.write(message, account(), SendOptions.defaults())))
        .endsWith("see multipart/signed\r\nb\r\n");
  }

  @Test
  void header_convertedTwiceToCrlf_isRefused() {
    RawMessage message =
        eml("From: a@example.com\r\r\nTo: b@example.com\r\r\nBcc: c@example.com\r\r\n\r\r\nx");

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("has CR CR LF, so that nobody can tell where it ends")
        .hasMessageContaining("Convert them once");
  }

  @Test
  void body_convertedTwiceToCrlf_keepsItsLines() throws Exception {
    RawMessage message = eml("From: a@example.com\r\nTo: b@example.com\r\n\r\none\r\r\ntwo\r\r\n");

    assertThat(text(writer.write(message, account(), SendOptions.defaults())))
        .endsWith("\r\n\r\none\r\ntwo\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/mixed",
        " multipart/mixed",
        "\tmultipart/mixed",
        "multipart /mixed",
        "(a comment) multipart/mixed"
      })
  void lineBreak_inAHeaderOfAPart_isRefusedHoweverTheTypeIsWritten(String type) throws Exception {
    MimeBodyPart part = new MimeBodyPart();
    part.setText("words");
    part.setHeader("X-A", "1\r\nX-Injected: yes");
    MimeMultipart parts = new MimeMultipart(part);
    String boundary = parts.getContentType().replaceAll("(?s).*boundary", "; boundary");
    MimeMessage message = message();
    message.setDataHandler(new DataHandler(parts, type + boundary));

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("X-A");
  }

  @Test
  void lineFeeds_throughoutASignedMessage_becomeCrlf() throws Exception {
    RawMessage message =
        eml("From: a@example.com\nTo: b@example.com\nDKIM-Signature: v=1\n\none\n.\ntwo");

    assertThat(text(writer.write(message, account(), SendOptions.defaults())))
        .isEqualTo(
            "From: a@example.com\r\n"
                + "To: b@example.com\r\n"
                + "DKIM-Signature: v=1\r\n\r\n"
                + "one\r\n"
                + ".\r\n"
                + "two\r\n");
  }

  @Test
  void nul_anywhere_isRefused() {
    assertThatThrownBy(() -> writer.write(raw("a\0b"), account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("contains a NUL byte");
    assertThatThrownBy(
            () ->
                writer.write(
                    eml("From: a@x\r\nTo: b@x\r\nX: \0\r\n\r\n"),
                    account(),
                    SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class);
  }

  @Test
  void field_withoutEnd_isRefused() {
    RawMessage message = eml("From: a@x\r\nTo: b@x\r\nX: " + "x".repeat(1024 * 1024) + "\r\n\r\n");

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("a header field of more than 1048576 bytes");
  }

  @Test
  void eightBit_isFoundWhereItIs() throws Exception {
    OutgoingMessage plain = writer.write(raw("ascii"), account(), SendOptions.defaults());
    OutgoingMessage body = writer.write(raw("Grüße"), account(), SendOptions.defaults());
    OutgoingMessage header =
        writer.write(
            eml("From: a@x\r\nTo: b@x\r\nSubject: Grüße\r\n\r\nascii"),
            account(),
            SendOptions.defaults());
    OutgoingMessage hidden =
        writer.write(
            eml("From: a@x\r\nTo: b@x\r\nBcc: Jürgen <c@x>\r\n\r\nascii"),
            account(),
            SendOptions.defaults());

    assertThat(plain.eightBit()).isFalse();
    assertThat(plain.eightBitField()).isNull();
    assertThat(body.eightBit()).isTrue();
    assertThat(body.eightBitField()).isNull();
    assertThat(header.eightBitField()).isEqualTo("Subject");
    assertThat(hidden.eightBit()).isFalse();
    assertThat(hidden.eightBitField()).isNull();

    OutgoingMessage filledIn =
        writer.write(
            eml("To: b@x\r\n\r\nascii"),
            account("jürgen@example.com", null),
            SendOptions.defaults());
    assertThat(filledIn.eightBit()).isTrue();
    assertThat(filledIn.eightBitField()).isEqualTo("From");
  }

  @Test
  void eightBitField_whenNameAndSubjectAreEncodedWords_isNone() throws Exception {
    MimeMessage message = message();
    message.setFrom(new InternetAddress("a@example.com", "Jürgen", "UTF-8"));
    message.setSubject("Grüße", "UTF-8");

    assertThat(writer.write(message, account(), SendOptions.defaults()).eightBitField()).isNull();
  }

  // Saving

  @Test
  void message_saved_isNotSavedAgain() throws Exception {
    MimeMessage message = message();
    message.saveChanges();
    message.setHeader("Message-ID", "<mine@example.com>");
    message.setHeader("Content-Type", "text/plain; charset=\"us-ascii\"; signed-as=this");

    assertThat(text(writer.write(message, account(), SendOptions.defaults())))
        .contains("Message-ID: <mine@example.com>\r\n")
        .contains("Content-Type: text/plain; charset=\"us-ascii\"; signed-as=this\r\n");
  }

  @Test
  void message_notSaved_getsMessageIdAndDate() throws Exception {
    assertThat(text(writer.write(message(), account(), SendOptions.defaults())))
        .containsPattern("\r\nMessage-ID: <[^>]+>\r\n")
        .startsWith("Date: ");
  }

  // Envelope and From

  @Test
  void bcc_isRemovedAndItsPeopleGetTheMessage() throws Exception {
    RawMessage raw =
        eml(
            "From: a@x\r\n"
                + "To: b@x\r\n"
                + "BCC : c@x,\r\n"
                + "\td@x\r\n"
                + "Cc: e@x, b@x\r\n"
                + "Subject: s\r\n"
                + "bcc:f@x\r\n\r\n"
                + "Bcc: body\r\n");
    OutgoingMessage outgoing = writer.write(raw, account(), SendOptions.defaults());

    assertThat(outgoing.envelope())
        .isEqualTo(Envelope.of("a@x", "b@x", "e@x", "c@x", "d@x", "f@x"));
    assertThat(text(outgoing))
        .isEqualTo("From: a@x\r\nTo: b@x\r\nCc: e@x, b@x\r\nSubject: s\r\n\r\nBcc: body\r\n");
  }

  @Test
  void bcc_ofAMessageObject_isRemovedFromTheWireOnly() throws Exception {
    MimeMessage message = message();
    message.setRecipients(RecipientType.BCC, "hidden@example.com");
    OutgoingMessage outgoing = writer.write(message, account(), SendOptions.defaults());

    assertThat(outgoing.envelope().recipients())
        .containsExactly("ann@example.com", "hidden@example.com");
    assertThat(text(outgoing)).doesNotContainIgnoringCase("bcc").doesNotContain("hidden");
    assertThat(message.getRecipients(RecipientType.BCC)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "From:\r\n", "From: \r\n \r\n"})
  void from_missing_isFilledInOnce(String from) throws Exception {
    RawMessage raw = eml(from + "To: b@x\r\n\r\nhi\r\n");

    OutgoingMessage outgoing =
        writer.write(raw, account("robot@example.com", null), SendOptions.defaults());
    assertThat(text(outgoing)).isEqualTo("To: b@x\r\nFrom: robot@example.com\r\n\r\nhi\r\n");
    assertThat(outgoing.envelope().sender()).isEqualTo("robot@example.com");

    assertThatThrownBy(() -> writer.write(raw, account(), SendOptions.defaults()))
        .isInstanceOfSatisfying(InvalidMessageException.class, MessageWriterTest::isFixable)
        .hasMessageContaining("The message has no sender: no From header field")
        .hasMessageContaining("Set From in the message, or from in the account");
  }

  @Test
  void recipients_missing_isAnError() throws Exception {
    MimeMessage message = new MimeMessage(session(null));
    message.setFrom("a@example.com");
    message.setText("x");

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOfSatisfying(InvalidMessageException.class, MessageWriterTest::isFixable)
        .hasMessageContaining("The message has no recipient")
        .hasMessageContaining("Name at least one in To, Cc or Bcc");
    assertThatThrownBy(
            () ->
                writer.write(
                    eml("From: a@x\r\nTo: undisclosed-recipients:;\r\n\r\n"),
                    account(),
                    SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The message has no recipient");
  }

  @Test
  void group_meansItsMembers() throws Exception {
    RawMessage raw = eml("From: a@x\r\nTo: team: b@x, c@x;, d@x\r\n\r\n");
    assertThat(writer.write(raw, account(), SendOptions.defaults()).envelope().recipients())
        .containsExactly("b@x", "c@x", "d@x");

    MimeMessage message = message();
    message.setRecipients(RecipientType.TO, "team: b@example.com, c@example.com;");
    assertThat(writer.write(message, account(), SendOptions.defaults()).envelope().recipients())
        .containsExactly("b@example.com", "c@example.com");
  }

  @Test
  void recipients_thatCannotBeRead_areNamed() throws Exception {
    assertThatThrownBy(
            () ->
                writer.write(
                    eml("From: a@x\r\nTo: <b@x\r\n\r\n"), account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The header field To cannot be read as addresses (");
    MimeMessage message = message();
    message.setHeader("Cc", "<b@example.com");
    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("cannot be read as addresses (")
        .hasMessageContaining("<b@example.com")
        .hasMessageContaining("give an explicit envelope");
  }

  @Test
  void recipients_thatCannotBeRead_doNotMatterWithAnExplicitEnvelope() throws Exception {
    RawMessage raw = eml("From: a@x\r\nTo: nobody can read <this\r\n\r\n");

    assertThat(
            writer.write(raw, account(), SendOptions.defaults().withEnvelope(ENVELOPE)).envelope())
        .isEqualTo(ENVELOPE);
  }

  @Test
  void sender_isTheFirstThatIsThere() throws Exception {
    MimeMessage message =
        new MimeMessage(
            session("session@example.com"),
            source("From: from@example.com\r\nSender: sender@example.com\r\nTo: b@x\r\n\r\n"));
    MimeMessage plain =
        new MimeMessage(
            session(null),
            source("From: from@example.com\r\nSender: sender@example.com\r\nTo: b@x\r\n\r\n"));
    MimeMessage bare =
        new MimeMessage(session(" "), source("From: from@example.com, other@x\r\nTo: b@x\r\n\r\n"));

    assertThat(sender(message, account("robot@example.com", "bounce@example.com")))
        .isEqualTo("bounce@example.com");
    assertThat(sender(message, account("robot@example.com", null)))
        .isEqualTo("session@example.com");
    assertThat(sender(plain, account("robot@example.com", null))).isEqualTo("robot@example.com");
    assertThat(sender(plain, account())).isEqualTo("sender@example.com");
    assertThat(sender(bare, account())).isEqualTo("from@example.com");
  }

  @Test
  void sender_ofABrokenSession_isRefused() throws Exception {
    MimeMessage message =
        new MimeMessage(session("a@x>\r\nRCPT TO:<b@x"), source("From: f@x\r\nTo: b@x\r\n\r\n"));

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The envelope sender");
  }

  // Memory

  @ParameterizedTest
  @ValueSource(ints = {999, 1000, 1001, 4095, 4096, 4097, 65_535, 65_536, 65_537, 300_000})
  void content_aroundTheLimits_isIdentical(int size, @TempDir Path folder) throws Exception {
    String header = "From: a@x\r\nTo: b@x\r\n\r\n";
    Random random = new Random(size);
    StringBuilder text = new StringBuilder(header);
    while (text.length() < size - 2) {
      text.append(random.nextInt(60) == 0 && text.length() < size - 4 ? "\r\n" : "x");
    }
    String message = text.append("\r\n").toString();

    RawMessage onUnix = eml(message.replace("\r\n", "\n"));
    OutgoingMessage outgoing =
        new MessageWriter(folder).write(onUnix, small(), SendOptions.defaults());
    try (outgoing) {
      assertThat(outgoing.content().size()).isEqualTo(message.length());
      assertThat(text(outgoing)).isEqualTo(message);
      assertThat(text(outgoing)).as("a second reading").isEqualTo(message);
      assertThat(files(folder)).hasSize(message.length() > 1000 ? 1 : 0);
      for (Path file : files(folder)) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(files(folder)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', true", "'Bcc: c@x\r\n', false", "'X: y\n', false"})
  void bytes_thatCanGoOutAsTheyAre_areNotCopied(String field, boolean asTheyAre) {
    byte[] message =
        ("From: a@x\r\nTo: b@x\r\n" + field + "\r\nbody\r\n").getBytes(StandardCharsets.US_ASCII);

    OutgoingMessage outgoing =
        writer.write(RawMessage.of(message), account(), SendOptions.defaults());

    assertThat(((Content.InMemory) outgoing.content()).bytes() == message).isEqualTo(asTheyAre);
  }

  @Test
  void temporaryFile_ofAMessageThatIsRefused_isDeleted(@TempDir Path folder) throws Exception {
    MessageWriter inFolder = new MessageWriter(folder);
    MimeMessage bad = message();
    bad.setText("x".repeat(5000));
    bad.setHeader("X", "a\r\nb");

    assertThatThrownBy(
            () -> inFolder.write(raw("x".repeat(5000) + "\0"), small(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(() -> inFolder.write(bad, small(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(
            () ->
                inFolder.write(
                    eml("From: a@x\r\n\r\n" + "x".repeat(5000)), small(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class);
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void attachment_thatIsAMessage_isReadOnceAndNotLoaded() throws Exception {
    AtomicInteger readings = new AtomicInteger();
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(
            new DataSource() {
              @Override
              public InputStream getInputStream() {
                readings.incrementAndGet();
                return source("From: b@x\r\nSubject: inner\r\n\r\ninner\r\n");
              }

              @Override
              public OutputStream getOutputStream() {
                throw new AssertionError("Nobody writes to an attachment");
              }

              @Override
              public String getContentType() {
                return "message/rfc822";
              }

              @Override
              public String getName() {
                return "inner.eml";
              }
            }));
    MimeMessage message = message();
    message.setContent(new MimeMultipart(part));
    message.saveChanges();
    readings.set(0);

    assertThat(text(writer.write(message, account(), SendOptions.defaults())))
        .contains("Subject: inner");
    assertThat(readings).hasValue(1);
  }

  @Test
  void part_thatCannotBeRead_isAnErrorAndLeavesNothing(@TempDir Path folder) throws Exception {
    MimeBodyPart part = new MimeBodyPart();
    part.attachFile(folder.resolve("gone.pdf").toFile());
    MimeBodyPart first = new MimeBodyPart();
    first.setText("x".repeat(5000));
    MimeMessage message = message();
    message.setContent(new MimeMultipart(first, part));

    assertThatThrownBy(
            () -> new MessageWriter(folder).write(message, small(), SendOptions.defaults()))
        .isInstanceOfSatisfying(InvalidMessageException.class, MessageWriterTest::isFixable)
        .hasMessageContaining("could not be written out")
        .hasMessageContaining("gone.pdf");
    assertThat(files(folder)).isEmpty();
  }

  private static void isFixable(InvalidMessageException e) {
    assertThat(e.stage()).isEqualTo(Stage.MESSAGE);
    assertThat(e.advice()).isEqualTo(Advice.FIX_MESSAGE);
  }

  /** An account that keeps little in memory. */
  private static Account small() {
    return Account.builder("robot", SmtpEndpoint.submission("mail.example"))
        .memoryLimit(1000)
        .build();
  }

  private static Account account() {
    return account(null, null);
  }

  private static Account account(@Nullable String from, @Nullable String envelopeFrom) {
    Account.Builder builder = Account.builder("robot", SmtpEndpoint.submission("mail.example"));
    if (from != null) {
      builder.from(from);
    }
    if (envelopeFrom != null) {
      builder.envelopeFrom(envelopeFrom);
    }
    return builder.build();
  }

  private static Session session(@Nullable String from) {
    Properties properties = new Properties();
    if (from != null) {
      properties.setProperty("mail.smtp.from", from);
    }
    return Session.getInstance(properties);
  }

  private static MimeMessage message() throws MessagingException {
    MimeMessage message = new MimeMessage(session(null));
    message.setFrom(new InternetAddress("robot@example.com"));
    message.setRecipients(RecipientType.TO, "ann@example.com");
    message.setText("Hello");
    return message;
  }

  private String sender(MimeMessage message, Account account) {
    return writer.write(message, account, SendOptions.defaults()).envelope().sender();
  }

  private static RawMessage raw(String body) {
    return eml("From: a@example.com\r\nTo: b@example.com\r\n\r\n" + body);
  }

  private static InputStream source(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RawMessage eml(String text) {
    return RawMessage.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(OutgoingMessage message) throws IOException {
    try (InputStream in = message.content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}

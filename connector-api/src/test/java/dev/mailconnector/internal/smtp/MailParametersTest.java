package dev.mailconnector.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.DsnRequest;
import dev.mailconnector.DsnRequest.Condition;
import dev.mailconnector.DsnRequest.Returned;
import dev.mailconnector.Envelope;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.message.Content;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.internal.message.Terms;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailParametersTest {
  private static final SmtpEndpoint ENDPOINT = SmtpEndpoint.submission("mail.example");
  private static final Envelope ENVELOPE = Envelope.of("robot@example.com", "ann@b.example");

  @Test
  void of_asciiMessage_sendsTheSizeWhereOffered() {
    assertThat(of(message("a@b.example", false, false), "SIZE 1000")).hasToString(" SIZE=100");
    assertThat(of(message("a@b.example", false, false), "8BITMIME")).hasToString("");
  }

  @Test
  void of_messageAboveTheLimit_isRefusedHere() {
    assertThatThrownBy(() -> of(message("a@b.example", false, false), "SIZE 99"))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            e -> {
              assertThat(e.stage()).isEqualTo(Stage.MAIL);
              assertThat(e.advice()).isEqualTo(Advice.FIX_MESSAGE);
            })
        .hasMessageContaining(
            "The message has 100 bytes and the server at mail.example:587 takes at most 99")
        .hasMessageContaining("Make it smaller");
    assertThat(of(message("a@b.example", false, false), "SIZE 100")).hasToString(" SIZE=100");
  }

  @Test
  void of_eightBitBody_needs8BitMime() {
    assertThat(of(message("a@b.example", true, false), "8BITMIME")).hasToString(" BODY=8BITMIME");
    assertThatThrownBy(() -> of(message("a@b.example", true, false), "SIZE"))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("does not offer 8BITMIME")
        .hasMessageContaining("quoted-printable or base64");
  }

  @Test
  void of_eightBitHeader_needsSmtpUtf8() {
    assertThat(of(message("a@b.example", true, true), "8BITMIME", "SMTPUTF8"))
        .hasToString(" BODY=8BITMIME SMTPUTF8");
    assertThatThrownBy(() -> of(message("a@b.example", true, true), "8BITMIME"))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The header field Subject has bytes outside US-ASCII")
        .hasMessageContaining("does not offer SMTPUTF8")
        .hasMessageContaining(
            "encoded words (RFC 2047): new InternetAddress(address, name, \"UTF-8\")")
        .hasMessageContaining("MimeMessage.setSubject(subject, \"UTF-8\")");
  }

  @Test
  void of_unicodeLocalPart_needsSmtpUtf8() {
    assertThat(of(message("jürgen@b.example", false, false), "8BITMIME", "SMTPUTF8"))
        .hasToString(" BODY=8BITMIME SMTPUTF8");
    assertThatThrownBy(() -> of(message("jürgen@b.example", false, false), "8BITMIME"))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining(
            "The address jürgen@b.example has letters outside ASCII before its @ sign")
        .hasMessageContaining("RFC 6531");
  }

  @Test
  void address_unicodeDomain_goesInAsciiForm() {
    MailParameters ascii = of(message("a@bücher.example", false, false), "8BITMIME");

    assertThat(ascii).hasToString("");
    assertThat(ascii.address("a@bücher.example")).isEqualTo("a@xn--bcher-kva.example");
    assertThat(ascii.address("a@plain.example")).isEqualTo("a@plain.example");
    assertThat(ascii.address("postmaster")).isEqualTo("postmaster");
    assertThat(ascii.address("\"a@b\"@bücher.example")).isEqualTo("\"a@b\"@xn--bcher-kva.example");
  }

  @Test
  void address_unicodeDomainWithUnicodeLocalPart_staysAsItIs() {
    MailParameters utf8 = of(message("jürgen@bücher.example", false, false), "SMTPUTF8");

    assertThat(utf8.address("jürgen@bücher.example")).isEqualTo("jürgen@bücher.example");
  }

  @Test
  void address_domainThatIsNone_isRefused() {
    MailParameters ascii = of(message("a@b.example", false, false), "8BITMIME");

    assertThatThrownBy(() -> ascii.address("a@ü" + "x".repeat(70) + ".example"))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("cannot be written in ASCII");
  }

  /** By IDNA 2003 the first of these would be strasse.example, which may be somebody else's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "stra\u00dfe.example",
        "\u03bb\u03cc\u03b3\u03bf\u03c2.example",
        "b\u00fc\u200cx.example",
        "b\u00fc\u200dx.example"
      })
  void address_domainThatMeantAnotherOnce_isRefused(String domain) {
    MailParameters ascii = of(message("a@b.example", false, false), "8BITMIME");

    assertThatThrownBy(() -> ascii.address("a@" + domain))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("which begins with xn--");
    assertThatThrownBy(() -> new SmtpEndpoint(domain, 587, TlsMode.STARTTLS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(domain)
        .hasMessageContaining("which begins with xn--");
  }

  @Test
  void endpoint_internationalName_isKeptInAscii() {
    assertThat(SmtpEndpoint.submission("mail.b\u00fccher.example").host())
        .isEqualTo("mail.xn--bcher-kva.example");
    assertThatThrownBy(() -> SmtpEndpoint.submission("\u00fc".repeat(70)))
        .hasMessageContaining("no valid internationalised name");
  }

  /** Compatibility mapping makes syntax of these: U+FF1E becomes ">", U+3000 a space. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "b.example\uff1e\u3000NOTIFY=NEVER",
        "b.example\uff1e",
        "b\u3000.example",
        "\uff20c"
      })
  void address_domainThatWouldBecomeSyntax_isRefused(String domain) {
    MailParameters ascii = of(message("a@b.example", false, false), "8BITMIME");

    assertThatThrownBy(() -> ascii.address("a@" + domain))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("cannot be written in ASCII");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void dsn_whereOffered_isAskedForInMailAndRcpt(DsnRequest request, String mail, String rcpt) {
    MailParameters parameters = of(asking(request, ENVELOPE), "DSN");

    assertThat(parameters).hasToString(mail);
    assertThat(parameters.ofRecipient("ann@b.example")).isEqualTo(rcpt);
    assertThat(parameters.dsn()).isEqualTo(SendReceipt.Dsn.REQUESTED);
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of(DsnRequest.never(), "", " NOTIFY=NEVER ORCPT=rfc822;ann@b.example"),
        Arguments.of(
            DsnRequest.on(Condition.DELAY, Condition.SUCCESS, Condition.FAILURE),
            "",
            " NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;ann@b.example"),
        Arguments.of(
            DsnRequest.usual().returning(Returned.HEADERS).withEnvelopeId("a+b =c"),
            " RET=HDRS ENVID=a+2Bb+20+3Dc",
            " ORCPT=rfc822;ann@b.example"),
        Arguments.of(
            DsnRequest.on(Condition.FAILURE).returning(Returned.FULL).asRequirement(),
            " RET=FULL",
            " NOTIFY=FAILURE ORCPT=rfc822;ann@b.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "ann+tag@b.example, rfc822;ann+2Btag@b.example",
    "a=b@b.example, rfc822;a+3Db@b.example",
    "ann@bücher.example, rfc822;ann@xn--bcher-kva.example"
  })
  void dsn_originalRecipient_isTheAddressAsItGoesOut(String address, String original) {
    MailParameters parameters = of(asking(DsnRequest.usual(), ENVELOPE), "DSN");

    assertThat(parameters.ofRecipient(address)).isEqualTo(" ORCPT=" + original);
  }

  @Test
  void dsn_originalRecipientOutsideAscii_isOfTypeUtf8() {
    MailParameters parameters =
        of(
            asking(DsnRequest.usual(), Envelope.of("", "jürgen+x@b.example")),
            "DSN",
            "8BITMIME",
            "SMTPUTF8");

    assertThat(parameters.ofRecipient("jürgen+x@b.example"))
        .isEqualTo(" ORCPT=utf-8;j\\x{FC}rgen\\x{2B}x@b.example");
  }

  @Test
  void dsn_originalRecipientTooLong_isLeftOut() {
    MailParameters parameters = of(asking(DsnRequest.never(), ENVELOPE), "DSN");

    assertThat(parameters.ofRecipient("+".repeat(170) + "@b.example")).isEqualTo(" NOTIFY=NEVER");
  }

  @Test
  void dsn_notOffered_isLeftOutAndSaid() {
    MailParameters parameters =
        of(asking(DsnRequest.never().withEnvelopeId("1"), ENVELOPE), "SIZE");

    assertThat(parameters).hasToString(" SIZE=100");
    assertThat(parameters.ofRecipient("ann@b.example")).isEmpty();
    assertThat(parameters.dsn()).isEqualTo(SendReceipt.Dsn.NOT_OFFERED);
  }

  @Test
  void dsn_requiredAndNotOffered_isRefusedHere() {
    assertThatThrownBy(() -> of(asking(DsnRequest.never().asRequirement(), ENVELOPE), "SIZE"))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("does not offer DSN")
        .hasMessageContaining("Nothing was sent");
  }

  @Test
  void dsn_notWanted_isNotSent() {
    MailParameters parameters = of(message("ann@b.example", false, false), "DSN");

    assertThat(parameters).hasToString("");
    assertThat(parameters.ofRecipient("ann@b.example")).isEmpty();
    assertThat(parameters.dsn()).isEqualTo(SendReceipt.Dsn.NOT_WANTED);
  }

  @Test
  void requireTls_onAnEncryptedLineWhereOffered_isAskedFor() {
    assertThat(of(true, requiringTls(), "REQUIRETLS")).hasToString(" REQUIRETLS");
    assertThat(of(true, message("a@b.example", false, false), "REQUIRETLS")).hasToString("");
  }

  @ParameterizedTest
  @CsvSource({
    "false, REQUIRETLS, the line to mail.example:587 is not encrypted",
    "true, SIZE, does not offer REQUIRETLS"
  })
  void requireTls_thatCannotBe_isRefusedHere(boolean encrypted, String keyword, String why) {
    assertThatThrownBy(() -> of(encrypted, requiringTls(), keyword))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            e -> assertThat(e.advice()).isEqualTo(Advice.FIX_MESSAGE))
        .hasMessageContaining(why)
        .hasMessageContaining("Nothing was sent");
  }

  private static OutgoingMessage requiringTls() {
    return message(ENVELOPE, new Terms(false, null, true));
  }

  private static OutgoingMessage asking(DsnRequest request, Envelope envelope) {
    return message(envelope, new Terms(false, request, false));
  }

  private static OutgoingMessage message(Envelope envelope, Terms terms) {
    return new OutgoingMessage(
        envelope, new Content.InMemory(new byte[100], 100), false, null, terms);
  }

  private static MailParameters of(OutgoingMessage message, String... keywords) {
    return of(false, message, keywords);
  }

  private static MailParameters of(boolean encrypted, OutgoingMessage message, String... keywords) {
    String reply = "250-host\n250 " + String.join("\n250 ", keywords) + "\n";
    return MailParameters.of(message, Capabilities.parse(reply), ENDPOINT, encrypted);
  }

  private static OutgoingMessage message(String recipient, boolean eightBit, boolean header) {
    return new OutgoingMessage(
        Envelope.of("robot@example.com", recipient),
        new Content.InMemory(new byte[100], 100),
        eightBit,
        header ? "Subject" : null,
        Terms.USUAL);
  }
}

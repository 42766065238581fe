package dev.mailconnector.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Envelope;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.message.Content;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailParametersTest {
  private static final SmtpEndpoint ENDPOINT = SmtpEndpoint.submission("mail.example");

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
        .hasMessageContaining("header of the message has bytes outside US-ASCII")
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
        .hasMessageContaining("letters outside ASCII before its @ sign")
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

  private static MailParameters of(OutgoingMessage message, String... keywords) {
    String reply = "250-host\n250 " + String.join("\n250 ", keywords) + "\n";
    return MailParameters.of(message, Capabilities.parse(reply), ENDPOINT);
  }

  private static OutgoingMessage message(String recipient, boolean eightBit, boolean header) {
    Content content = new Content.InMemory(new byte[100], 100);
    return new OutgoingMessage(
        Envelope.of("robot@example.com", recipient), content, eightBit, header);
  }
}

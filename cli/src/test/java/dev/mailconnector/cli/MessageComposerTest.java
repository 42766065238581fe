package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.InvalidMessageException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageComposerTest {
  private final MessageParts parts = new MessageParts();

  @Test
  void message_ofTextAndHtmlAndFile_isMixedOfAlternativesAndFile(@TempDir Path folder)
      throws Exception {
    parts.subject = "Grüße";
    parts.text = "Plain.";
    parts.html = "<p>Rich.</p>";
    parts.headers = List.of("X-Campaign: spring");
    parts.attachments = List.of(Files.writeString(folder.resolve("a b.txt"), "attached"));

    MimeMessage message = compose();

    assertThat(message.getSubject()).isEqualTo("Grüße");
    assertThat(message.getHeader("X-Campaign")).containsExactly("spring");
    assertThat(written(message))
        .containsSubsequence(
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "Plain.",
            "text/html",
            "<p>Rich.</p>")
        .contains("filename=\"a b.txt\"", "YXR0YWNoZWQ=");
  }

  @Test
  void message_withSeveralAddressesInOneOption_goesToAll() throws Exception {
    parts.cc = List.of("Bob <bob@example.com>, carl@example.com", "dora@example.com");

    assertThat(compose().getRecipients(RecipientType.CC)).hasSize(3);
  }

  @Test
  void name_ofAnAddressBeyondAscii_isEncoded() throws Exception {
    parts.cc = List.of("Jörg <joerg@example.com>, Jürgen Groß <jg@example.com>");

    MimeMessage message = compose();

    assertThat(written(message))
        .isASCII()
        .contains("=?UTF-8?Q?J=C3=B6rg?= <joerg@example.com>", "<jg@example.com>");
    assertThat(message.getRecipients(RecipientType.CC))
        .extracting(address -> ((InternetAddress) address).getPersonal())
        .containsExactly("Jörg", "Jürgen Groß");
  }

  @Test
  void domain_ofAnAddressBeyondAscii_isInItsAsciiForm() throws Exception {
    parts.cc = List.of("ann@bücher.example");

    assertThat(written(compose())).isASCII().contains("Cc: ann@xn--bcher-kva.example");
  }

  @Test
  void header_beyondAscii_isEncoded() throws Exception {
    parts.headers = List.of("X-A: ü", "Sender: Jörg <joerg@bücher.example>");

    assertThat(written(compose()))
        .isASCII()
        .contains(
            "X-A: =?UTF-8?B?w7w=?=", "Sender: =?UTF-8?Q?J=C3=B6rg?= <joerg@xn--bcher-kva.example>");
  }

  @Test
  void html_withAnImageAndTextAndAnswers_isAlternativesOfTextAndWhatIsRelated(@TempDir Path folder)
      throws Exception {
    parts.text = "Plain.";
    parts.htmlFile = Files.writeString(folder.resolve("a.html"), "<img src='cid:logo'>").toString();
    parts.inline = Map.of("logo", Files.write(folder.resolve("l.png"), new byte[] {1}));
    parts.replyTo = List.of("help@example.com", "desk@example.com");

    MimeMessage message = compose();

    assertThat(message.getReplyTo()).hasSize(2);
    assertThat(written(message))
        .containsSubsequence(
            "multipart/alternative", "Plain.", "multipart/related", "cid:logo", "<logo>");
  }

  @Test
  void textAndHtml_bothOfStandardInput_areAUsageError() {
    parts.textFile = "-";
    parts.htmlFile = "-";

    assertThatThrownBy(this::compose)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot both be standard input");
  }

  @Test
  void text_fromStandardInput_isReadAsUtf8() throws Exception {
    parts.textFile = "-";
    byte[] input = "Ünïcode\n".getBytes(StandardCharsets.UTF_8);

    MimeMessage message =
        new MessageComposer(new ByteArrayInputStream(input))
            .compose("a@example.com", List.of("b@example.com"), parts);

    assertThat(message.getContent()).isEqualTo("Ünïcode\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hi\r\nBcc: eve@example.com", "Hi\nBcc: eve@example.com", "Hi\u0000"})
  void subject_withAControlCharacter_isRefused(String subject) {
    parts.subject = subject;

    assertThatThrownBy(this::compose)
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The subject")
        .hasMessageContaining("control character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-One: 1\r\nX-Two: 2", "X-One: 1\n\nbody", "no colon", "Spa ced: 1"})
  void header_thatIsNotOneField_isRefused(String header) {
    parts.headers = List.of(header);

    assertThatThrownBy(this::compose)
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("header field");
  }

  @Test
  void attachment_thatIsMissing_isNamed() {
    parts.attachments = List.of(Path.of("no such file.pdf"));

    assertThatThrownBy(this::compose)
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("no such file.pdf cannot be read: there is no such file");
  }

  private MimeMessage compose() {
    return new MessageComposer(new ByteArrayInputStream(new byte[0]))
        .compose("ann@example.com", List.of("bob@example.com"), parts);
  }

  private static String written(MimeMessage message) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

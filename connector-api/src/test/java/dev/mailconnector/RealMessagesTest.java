package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as they occur in life arrive byte for byte. */
class RealMessagesTest {
  private final Lab lab = new Lab();

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
        "08-empty-body"
      })
  void message_asBytesAndAsAnObject_arrivesByteForByte(String name) throws Exception {
    byte[] message = read(name);
    MimeMessage parsed =
        new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message));
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.STARTTLS).build())) {
      connector.send(message, SendOptions.defaults());
      connector.send(parsed);

      byte[] expected = name.startsWith("07") ? withFinalNewline(message) : message;
      assertThat(server.messages()).hasSize(2);
      assertThat(server.messages().get(0).content()).isEqualTo(expected);
      assertThat(server.messages().get(1).content()).isEqualTo(expected);
    }
  }

  @Test
  void message_withStrayLineEnds_isOneMessageWithCanonicalOnes() throws Exception {
    byte[] message = read("09-bare-lf-smuggling");
    String text = new String(message, StandardCharsets.ISO_8859_1);
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.STARTTLS).build())) {
      connector.send(message, SendOptions.defaults());

      assertThat(text).containsPattern("[^\r]\n").containsPattern("\r[^\n]");
      assertThat(server.messages()).hasSize(1);
      assertThat(new String(server.messages().get(0).content(), StandardCharsets.ISO_8859_1))
          .isEqualTo(text.replaceAll("\r\n|\r|\n", "\r\n"));
      assertThat(server.counters().commands("MAIL")).isEqualTo(1);
    }
  }

  private static byte[] withFinalNewline(byte[] message) {
    return (new String(message, StandardCharsets.ISO_8859_1) + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = RealMessagesTest.class.getResourceAsStream("/eml/" + name + ".eml")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}

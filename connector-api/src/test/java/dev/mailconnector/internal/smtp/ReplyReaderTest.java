package dev.mailconnector.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.reply.EnhancedStatus;
import dev.mailconnector.reply.SmtpReply;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {

  @Test
  void read_oneLine_isVerbatim() throws IOException {
    SmtpReply reply = reader("250 2.1.0 Sender <a@b> OK\r\n").read();

    assertThat(reply.code()).isEqualTo(250);
    assertThat(reply.enhanced()).isEqualTo(new EnhancedStatus(2, 1, 0));
    assertThat(reply.lines()).containsExactly("2.1.0 Sender <a@b> OK");
  }

  @Test
  void read_severalLines_areOneReply() throws IOException {
    SmtpReply reply =
        reader("535-5.7.8 Not accepted.\r\n535 5.7.8  https://example.com\r\n").read();

    assertThat(reply.lines()).containsExactly("5.7.8 Not accepted.", "5.7.8  https://example.com");
    assertThat(reply.text()).isEqualTo("535 5.7.8 Not accepted. | 5.7.8  https://example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"250\r\n", "250 \r\n", "250\n", "250 \n"})
  void read_codeWithoutText_isAReply(String line) throws IOException {
    SmtpReply reply = reader(line).read();

    assertThat(reply.code()).isEqualTo(250);
    assertThat(reply.lines()).containsExactly("");
  }

  @Test
  void read_twoReplies_keepsThemApart() throws IOException {
    ReplyReader reader = reader("250-a\r\n250 b\r\n550 c\r\n");

    assertThat(reader.read().text()).isEqualTo("250 a | b");
    assertThat(reader.hasBuffered()).isTrue();
    assertThat(reader.read().text()).isEqualTo("550 c");
    assertThat(reader.hasBuffered()).isFalse();
  }

  @Test
  void read_controlCharacters_cannotForgeALogLine() throws IOException {
    SmtpReply reply = reader("250 a\rINFO forged\u001b[2J\tb\r\n").read();

    assertThat(reply.lines()).containsExactly("a?INFO forged?[2J\tb");
  }

  @Test
  void read_controlCharactersOfC1_cannotDrawOnATerminal() throws IOException {
    SmtpReply reply = reader("250 a\u009b2Jb\r\n").read();

    assertThat(reply.lines()).containsExactly("a?2Jb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n",
        "25\r\n",
        "\r\n",
        "25O ok\r\n",
        "250+ok\r\n",
        "150 ok\r\n",
        "650 ok\r\n"
      })
  void read_whatIsNoReply_isQuoted(String line) {
    assertThatThrownBy(() -> reader(line).read())
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the server sent \"" + line.strip() + "\", which is no SMTP reply");
  }

  @Test
  void read_codeThatChangesWithinAReply_isRefused() {
    assertThatThrownBy(() -> reader("250-fine\r\n550 or not\r\n").read())
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the reply changes its code from 250 to \"550 or not\"");
  }

  @Test
  void read_closedLine_saysWhere() {
    assertThatThrownBy(() -> reader("").read())
        .isInstanceOf(EOFException.class)
        .hasMessage("the server closed the connection");
    assertThatThrownBy(() -> reader("250 o").read())
        .isInstanceOf(EOFException.class)
        .hasMessage("the reply broke off");
  }

  @Test
  void read_endlessLine_isBounded() {
    assertThatThrownBy(() -> new ReplyReader(endless("2")).read())
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the server sent a line of more than 16384 octets");
  }

  @Test
  void read_endlessLines_areBounded() {
    assertThatThrownBy(() -> new ReplyReader(endless("250-more\r\n")).read())
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the server's reply does not end");
  }

  @Test
  void read_longestLine_isTaken() throws IOException {
    String text = "x".repeat(16 * 1024 - 5);

    assertThat(reader("250 " + text + "\r\n").read().lines()).containsExactly(text);
  }

  @Test
  void read_lineOfEveryLengthAroundTheBuffers_isWhole() throws IOException {
    for (int length : new int[] {123, 124, 127, 128, 129, 508, 512, 513, 1019, 1020, 1024, 2048}) {
      String text = "x".repeat(length);
      assertThat(reader("250 " + text + "\r\n").read().lines()).containsExactly(text);
    }
  }

  private static ReplyReader reader(String text) {
    return new ReplyReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static InputStream endless(String unit) {
    byte[] bytes = unit.getBytes(StandardCharsets.US_ASCII);
    return new InputStream() {
      private int next;

      @Override
      public int read() {
        return bytes[next++ % bytes.length];
      }
    };
  }
}

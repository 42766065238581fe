package dev.mailconnector.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyAnswerTest {
  private static final String HEAD = "HTTP/1.1 407 No\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEAD + "Content-Length: 0\r\n\r\n",
        HEAD + "content-length:5\r\nProxy-Connection: keep-alive\r\n\r\n<p>..",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\nTrailer: x\r\n\r\n",
        "HTTP/1.0 407 No\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nno",
        "HTTP/1.1 407 No\nContent-Length: 1\n\nx"
      })
  void body_withAnEnd_isReadOverUpToThat(String text) throws IOException {
    InputStream in = in(text + "next");

    assertThat(ProxyAnswer.read(in).skipBody(in)).isTrue();
    assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("next");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "Connection: close\r\nContent-Length: 0\r\n\r\n",
        "Proxy-Connection: x, Close\r\nContent-Length: 0\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: f\r\n\r\nfifteen",
        "Content-Length: 65537\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Transfer-Encoding: chunked\r\n\r\n10001\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n",
      })
  void body_withoutAnEnd_endsTheConnection(String rest) throws IOException {
    InputStream in = in(HEAD + rest);

    assertThat(ProxyAnswer.read(in).skipBody(in)).isFalse();
  }

  @Test
  void status_longerThanAnybodyReads_isCut() throws IOException {
    String words = "x".repeat(15_000);

    ProxyAnswer answer = ProxyAnswer.read(in("HTTP/1.1 403 " + words + "\r\n\r\n"));

    assertThat(answer.code()).isEqualTo(403);
    assertThat(answer.status()).hasSizeLessThan(600).endsWith("xx...");
  }

  @Test
  void body_ofOldHttp_endsTheConnection() throws IOException {
    InputStream in = in("HTTP/1.0 407 No\r\nContent-Length: 0\r\n\r\n");

    assertThat(ProxyAnswer.read(in).skipBody(in)).isFalse();
  }

  @Test
  void body_ofEndlesslyManyChunks_isGivenUp() throws IOException {
    InputStream in =
        in(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(70_000) + "0\r\n\r\n");

    assertThat(ProxyAnswer.read(in).skipBody(in)).isFalse();
  }

  @Test
  void body_cutOff_isTheEndOfTheConnection() throws IOException {
    InputStream in = in(HEAD + "Content-Length: 9\r\n\r\nx");

    assertThatThrownBy(() -> ProxyAnswer.read(in).skipBody(in)).isInstanceOf(EOFException.class);
  }

  @Test
  void chunk_whoseSizeNeverEnds_isGivenUp() throws IOException {
    InputStream in = in(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + "0".repeat(20_000));

    assertThatThrownBy(() -> ProxyAnswer.read(in).skipBody(in))
        .isInstanceOf(ProxyAnswer.EndlessException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, 200, true",
    "HTTP/1.0 407, 407, true",
    "HTTP/1.1 200abc, 0, false",
    "HTTP/2 200, 0, true",
    "220 mail.example ESMTP, 0, false"
  })
  void status_isReadOrNot(String line, int code, boolean http) throws IOException {
    ProxyAnswer answer = ProxyAnswer.read(in(line + "\r\n\r\n"));

    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.isHttp()).isEqualTo(http);
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}

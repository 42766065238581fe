package dev.mailconnector.auth.oauth2.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScrubberTest {
  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyb2JvdCJ9.c2lnbmF0dXJl";

  private final Scrubber scrubber = new Scrubber(List.of(TOKEN));

  private String clean(String said) {
    return scrubber.clean(said.getBytes(UTF_8));
  }

  @Test
  void token_echoed_isMasked() {
    assertThat(clean("{\"status\":\"401\",\"token\":\"" + TOKEN + "\"}"))
        .isEqualTo("{\"status\":\"401\",\"token\":\"***\"}");
  }

  @Test
  void pieceOfAToken_echoed_isMasked() {
    assertThat(clean("bad token " + TOKEN.substring(7, 30) + "... from you"))
        .isEqualTo("bad token ***... from you");
  }

  @Test
  void shortToken_echoed_isMasked() {
    assertThat(new Scrubber(List.of("abc")).clean("no abc here".getBytes(UTF_8)))
        .isEqualTo("no *** here");
  }

  @Test
  void longText_ofAnyLength_isCut() {
    assertThat(clean("x".repeat(100_000))).hasSize(1003).endsWith("...");
  }

  @Test
  void tokenAtTheCut_isNotLeftInHalf() {
    String text = clean("x".repeat(990) + TOKEN);

    assertThat(text).isEqualTo("x".repeat(990) + "***");
  }

  @Test
  void unprintableCharacters_becomeSpaces() {
    assertThat(clean("\u0000a\r\nb\u001b[31m\u202ec\u2028d\n")).isEqualTo("a  b [31m c d");
  }

  @Test
  void malformedUtf8_isStillText() {
    assertThat(scrubber.clean(new byte[] {'a', (byte) 0xff, 'b'})).isEqualTo("a\ufffdb");
  }
}

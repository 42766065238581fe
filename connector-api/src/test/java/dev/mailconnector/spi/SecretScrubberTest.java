package dev.mailconnector.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScrubberTest {
  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyb2JvdCJ9.c2lnbmF0dXJl";

  private final SecretScrubber scrubber = scrubber(TOKEN);

  @Test
  void secret_whole_isMasked() {
    assertThat(scrubber.scrub("{\"token\":\"" + TOKEN + "\"}")).isEqualTo("{\"token\":\"***\"}");
    assertThat(scrubber.scrub(TOKEN + TOKEN)).isEqualTo("***");
    assertThat(scrubber.scrub(TOKEN.toUpperCase(Locale.ROOT))).isEqualTo("***");
  }

  @Test
  void secret_anyPieceOfEightAndMore_isMasked() {
    for (int length = 8; length < 20; length++) {
      for (int at = 0; at + length <= TOKEN.length(); at++) {
        assertThat(scrubber.scrub("bad: [" + TOKEN.substring(at, at + length) + "] of you"))
            .isEqualTo("bad: [***] of you");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "xy", "user=robot\1auth=Bearer "})
  void secret_inBase64_isMaskedAtAnyAlignment(String before) {
    String encoded = Base64.getEncoder().encodeToString((before + TOKEN + "\1\1").getBytes(UTF_8));

    // What stands before and after is left, and the characters that the secret shares with it.
    assertThat(scrubber.scrub(encoded))
        .matches(".{0," + (before.length() * 4 / 3 + 1) + "}\\*{3}.{0,6}");
  }

  @ParameterizedTest
  @CsvSource({"'p4ss w/ord&+', p4ss+w%2Ford%26%2B", "'ü~ü~ü~ü~ü~', w7x-w7x-w7x-w7x-w7x-"})
  void secret_encodedForAUrl_isMasked(String secret, String encoded) {
    assertThat(scrubber(secret).scrub("sent " + encoded + ".")).isEqualTo("sent ***.");
  }

  @ParameterizedTest
  @CsvSource({
    "no abc here, no *** here",
    "(ABC), (***)",
    "abc=abc, ***=***",
    "abcd and zabc are words, abcd and zabc are words",
  })
  void shortSecret_isMaskedAsAWord(String text, String clean) {
    assertThat(scrubber("abc").scrub(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "no"})
  void tooShortSecret_isNone(String secret) {
    assertThat(scrubber(secret).scrub("a no, and a no")).isEqualTo("a no, and a no");
  }

  @Test
  void otherText_isLeftAlone() {
    String reply = "5.7.8 Username and Password not accepted. eyJhbGci... Go to https://a.example/";

    assertThat(scrubber("another-Secret").scrub(reply)).isEqualTo(reply);
  }

  @Test
  void keptWord_thatIsInTheSecret_isReadableByItselfOnly() {
    SecretScrubber keeping = scrubber("robot@example.com1").keeping("robot@example.com");

    assertThat(keeping.scrub("user Robot@example.com, password robot@example.com1"))
        .isEqualTo("user Robot@example.com, password ***");
    assertThat(keeping.keeping("").scrub("@example.com1")).isEqualTo("***");
  }

  @Test
  void line_isPrintableAndCut() {
    assertThat(scrubber.scrubToLine("\u0000a\r\nb\u001b[31m\u202ec\u2028d\n", 100))
        .isEqualTo("a  b [31m c d");
    assertThat(scrubber.scrubToLine("x".repeat(100_000), 10)).isEqualTo("xxxxxxxxxx...");
    assertThat(scrubber.scrubToLine("xxxxxxx " + TOKEN, 12)).isEqualTo("xxxxxxx ***");
  }

  @Test
  void toString_showsNoSecret() {
    assertThat(scrubber).hasToString("SecretScrubber[***]");
  }

  private static SecretScrubber scrubber(String secret) {
    return SecretScrubber.of(List.of(Secret.of(secret)));
  }
}

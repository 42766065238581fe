package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTest {
  private static final byte[] PLAIN_RESPONSE =
      "\0relay@example.com\0demo password".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "demo --help",
        "send --help",
        "send-all --help",
        "login --help",
        "token --help",
        "config --help",
        "config check -h"
      })
  void help_ofEachCommand_teachesOnStandardOutput(String line) {
    Ran ran = Ran.with(line.split(" "));

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("Usage: mailconnector").contains("--config", "--verbose");
  }

  @Test
  void help_ofTheTool_listsTheCommands() {
    assertThat(Ran.with("--help").out())
        .contains("  demo ", "  send ", "  send-all ", "  login ", "  token ", "  config ")
        .contains("  probe ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "config", "sned", "demo --seconds many", "demo --seconds 0", "--what"})
  void commandLine_thatIsWrong_endsWith64AndPointsToTheHelp(String line) {
    Ran ran = line.isEmpty() ? Ran.with() : Ran.with(line.split(" "));

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("Try: mailconnector").contains("--help");
  }

  /** A full disk: nothing of the result is there, so it is no success. */
  @ParameterizedTest
  @ValueSource(strings = {"presets", "completion bash", "config check --host mail.example.com"})
  void result_thatIsNotTaken_isNoSuccess(String line) {
    assertThat(intoFullDisk(line.split(" "))).isEqualTo(70);
  }

  @Test
  void result_ofWhatWasDone_isSuccessThoughItIsNotTaken() {
    assertThat(intoFullDisk("demo", "--seconds", "1", "--json")).isZero();
  }

  private static int intoFullDisk(String... words) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Tool.run(
            new Surroundings(
                InputStream.nullInputStream(),
                new PrintStream(full, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                false),
            words);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Standard output did not take the whole result.");
    return status;
  }

  @Test
  void version_ofClassesOutsideAJar_saysSo() {
    assertThat(Ran.with("--version").out()).startsWith("mailconnector ");
  }

  @Test
  void verboseDemo_withTokensAndPasswordsOnTheWire_showsTheDialogueAndNoSecret() {
    Ran ran = Ran.with("--verbose", "demo", "--seconds", "2");

    String shown = ran.out() + ran.err();
    assertThat(ran.status()).isZero();
    assertThat(shown).contains("C: AUTH XOAUTH2 ***", "C: AUTH PLAIN ***");
    assertThat(shown)
        .doesNotContain("demo-client-secret", "demo password", "ya29.", "eyJ", "Bearer ")
        .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(PLAIN_RESPONSE));
  }
}

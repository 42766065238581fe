package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

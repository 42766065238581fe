package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class CompletionCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "mailconnector se, send send-all",
    "mailconnector send --ht, --html --html-file",
    "mailconnector config ch, check",
    "mailconnector token --js, --json",
    "mailconnector completion z, ''"
  })
  void words_begunInBash_areCompleted(String typed, String offered) throws Exception {
    assertThat(complete(folder.resolve("none"), List.of(typed.split(" ")))).isEqualTo(offered);
  }

  @Test
  void account_inBash_isCompletedByAskingTheProgramThatIsTyped() throws Exception {
    Path program =
        Files.writeString(
            folder.resolve("mail tool"),
            "#!/bin/sh\n[ \"$*\" = 'completion accounts' ] && printf 'robot\\nrelay\\nann\\n'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

    assertThat(complete(program, List.of(program.toString(), "send", "--account", "r")))
        .isEqualTo("robot relay");
  }

  @Test
  void accounts_ofTheConfiguration_areListedOneALine() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("mail.yaml"),
            "accounts: {robot: {host: a.example, tls: none}, relay: {host: b.example, tls: none}}");

    Ran ran =
        Ran.with(
            new byte[0],
            Map.of("MAILCONNECTOR_CONFIG", config.toString()),
            "completion",
            "accounts");

    assertThat(ran.out().lines()).containsExactly("robot", "relay");
  }

  @Test
  void script_asksForAccountsOnlyWhereOneIsTyped() {
    assertThat(Ran.with("completion", "zsh").out())
        .doesNotContain("@accounts@")
        .containsPattern("'--account'\\)\n.*\n *local NAME_option_args=\\( \\$\\(");
  }

  @Test
  void completion_forAnUnknownShell_endsWith64() {
    Ran ran = Ran.with("completion", "tcsh");

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.err()).contains("'tcsh' is none of bash and zsh.");
  }

  /** What bash offers for the last word. */
  private String complete(Path program, List<String> words) throws Exception {
    Path script = Files.writeString(folder.resolve("script"), Ran.with("completion", "bash").out());
    StringBuilder array = new StringBuilder();
    words.forEach(word -> array.append('\'').append(word).append("' "));
    Process bash =
        new ProcessBuilder(
                "bash",
                "--norc",
                "-c",
                "compopt() { :; }; source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_mailconnector; echo \"${COMPREPLY[*]}\""
                    .formatted(script, array, words.size() - 1))
            .redirectError(folder.resolve("err").toFile())
            .start();
    bash.getOutputStream().close();
    String offered =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(bash.waitFor()).isZero();
    assertThat(folder.resolve("err")).isEmptyFile();
    return offered.replaceAll("\\s+", " ");
  }
}

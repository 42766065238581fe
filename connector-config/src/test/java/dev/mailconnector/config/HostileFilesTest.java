package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An import of a folder meets whatever lies there: each file ends, with a word or with a result.
 */
class HostileFilesTest {

  static List<String> ordinaryButLong() {
    return List.of(
        "# a comment\n".repeat(50_000) + "x",
        "\n".repeat(300_000) + "x",
        " \n".repeat(200_000),
        "spring:\n".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("ordinaryButLong")
  void aLongFile_isToldToBeNoConfiguration(String text) {
    assertThat(DialectRecognition.of(text)).isEmpty();
  }

  @Test
  void aUrlBehindAThousandComments_isRecognised() {
    assertThat(DialectRecognition.of("# why\n\n".repeat(5_000) + "smtp://h.example\n# end\n"))
        .containsExactly(Dialect.URL);
  }

  @Test
  void placeholdersOfPlaceholders_areLimited() {
    StringBuilder text = new StringBuilder("spring.mail.host=${a0}\n");
    for (int i = 0; i < 64; i++) {
      text.append("a%d=${a%d}${a%d}\n".formatted(i, i + 1, i + 1));
    }
    assertThat(rules(text + "a64=x\n"))
        .contains("The value is made of more than 100 placeholders, one within another.");
    String nested = "${a:".repeat(20_000) + "x" + "}".repeat(20_000);
    assertThat(rules("spring.mail.host=" + nested))
        .contains("The value is made of more than 100 placeholders, one within another.");
  }

  @Test
  void aLongDefaultOfThand_isRead() {
    ConfigurationImport imported =
        imported(
            "providers:\n  m:\n    provider: email\n    config: {host: h.example, port: 587, user: u,"
                + " pass: '${ .PW // \""
                + "a".repeat(200_000)
                + "\" }'}\n");

    assertThat(imported.isUsable()).isTrue();
  }

  @Test
  void aLongUser_isWritten() {
    String user = "a@".repeat(100_000) + "a";

    assertThat(
            imported(
                    "{\"host\": \"h.example\", \"secure\": true, \"auth\": {\"user\": \""
                        + user
                        + "\", \"pass\": \"p\"}}")
                .yaml())
        .contains(user);
  }

  @Test
  void theCharacterThatStandsForErb_isRefused() {
    for (String text : List.of("\uE0005", "\uE00099999999999", "<%= ENV['H'] %>\uE0000")) {
      assertThat(rules("smtp_settings:\n  address: \"h" + text + "\"\n  enable_starttls: true\n"))
          .containsExactly("There is a character here (U+E000) that no setting has.");
    }
  }

  @Test
  void aUrlWithALogin_isNotShown_whereverItStands() {
    assertThat(
            MailConfiguration.check(
                    "SMTP Host: h.example\nEncryption Type: smtp://ann:hunter2@h\n",
                    "theirs",
                    Dialect.FORM,
                    Map.of())
                .problems()
                .toString())
        .contains("The types are None, SSL, TLS and STARTTLS.")
        .doesNotContain("hunter2");
  }

  private static List<String> rules(String text) {
    return imported(text).problems().stream().map(ConfigurationProblem::rule).toList();
  }

  private static ConfigurationImport imported(String text) {
    return ConfigurationImport.of(text, "theirs", null, Map.of());
  }
}

package dev.mailconnector.config;

import static dev.mailconnector.config.Try.SECRET;
import static dev.mailconnector.config.Try.account;
import static dev.mailconnector.config.Try.errors;
import static dev.mailconnector.config.Try.refused;
import static dev.mailconnector.config.Try.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlSourceTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# only a comment\n", "---\n", "{}", "\ufeff"})
  void file_withoutContent_saysThatThereIsNoAccount(String text) {
    assertThat(errors(text))
        .containsExactly(
            "mail.yaml:1:1 accounts. There is no account. Below accounts stands one section per"
                + " account, under a name of your choice.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"accounts:", "accounts: {}", "accounts: []", "accounts: none"})
  void accounts_emptyOrNoSection_saysThatThereIsNoAccount(String text) {
    assertThat(errors(text))
        .singleElement()
        .asString()
        .startsWith("mail.yaml:1:")
        .contains(" accounts. There is no account.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a, b]", "hunter2-S3cr3t"})
  void file_noSectionAtAll_isRefusedWithoutItsText(String text) {
    assertThat(errors(text))
        .singleElement()
        .asString()
        .startsWith("mail.yaml:1:1. A configuration is a section of keys");
  }

  @Test
  void file_beginningWithAByteOrderMark_isRead() {
    assertThat(errors("\ufeff" + account("host: mail.example.com"))).isEmpty();
  }

  @Test
  void values_areTakenAsWritten() {
    assertThat(Try.accepted("host: mail.example.com", "port: 587", "ehlo-name: 0123").ehloName())
        .isEqualTo("0123");
  }

  @Test
  void indentation_byTab_isNamed() {
    assertThat(errors("accounts:\n  a:\n\thost: mail.example.com\n"))
        .containsExactly("mail.yaml:3:1. A tab cannot indent YAML. Use spaces.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "*hunter2-S3cr3t | A value that begins with * must be in quotes",
        "!hunter2-S3cr3t | A value that begins with ! must be in quotes",
        "&hunter2-S3cr3t | A value that begins with & must be in quotes",
        "@hunter2-S3cr3t | A value that begins with this character must be in quotes",
        "%hunter2-S3cr3t | A value that begins with this character must be in quotes",
        "a: hunter2-S3cr3t | put a value that contains \": \" in quotes",
        "\"hunter2-S3cr3t | A quote that was opened is not closed",
        "\"hunter2-S3cr3t\\q\" | An unknown escape in double quotes",
        "\"\\uhunter2-S3cr3t\" | An unknown escape in double quotes",
        "{hunter2-S3cr3t | The text is not YAML here",
        "'a' hunter2-S3cr3t | The text is not YAML here",
        "!e!hunter2-S3cr3t x | A value that begins with ! must be in quotes",
      })
  void password_thatIsNoPlainYaml_isNamedByLineAndNeverShown(String password, String rule) {
    String text =
        account(
            "host: mail.example.com",
            "user: ann",
            "auth: ",
            "  password: " + password,
            "  mechanism: PLAIN");

    assertThat(errors(text))
        .isNotEmpty()
        .first()
        .asString()
        .matches("mail\\.yaml:[678]:\\d+.*")
        .contains(rule);
    assertThat(errors(text).toString()).doesNotContain(SECRET).doesNotContain("hunter2");
  }

  @Test
  void key_missingColon_isNamedByLine() {
    assertThat(errors("accounts:\n  a:\n    host mail.example.com\n    port: 25\n"))
        .singleElement()
        .asString()
        .startsWith("mail.yaml:")
        .containsAnyOf("A ':' is missing", "A key is not expected here");
  }

  @Test
  void character_notAllowedInYaml_isNamedByCodePointAndPlace() {
    assertThat(errors("accounts:\n  a:\n    host: a\u0007b\n"))
        .containsExactly(
            "mail.yaml:3:12. The character U+0007 is not allowed in YAML; write it as an escape in"
                + " double quotes, or remove it.");
  }

  @Test
  void key_givenTwice_isRefusedWithBothLines() {
    assertThat(
            refused(
                "host: one.example.com",
                "user: ann",
                "host: two.example.com",
                "auth: {type: none}"))
        .isEqualTo(
            "mail.yaml:5:5 accounts.a.host. The key is given twice; the first time in line 3."
                + " Remove one.");
  }

  @Test
  void account_givenTwice_isRefused() {
    assertThat(errors("accounts:\n  a: {host: one.example.com}\n  a: {host: two.example.com}\n"))
        .containsExactly(
            "mail.yaml:3:3 accounts.a. The key is given twice; the first time in line 2. Remove"
                + " one.");
  }

  @Test
  void documents_moreThanOne_areRefused() {
    assertThat(
            errors(account("host: mail.example.com") + "---\n" + account("host: mail.example.com")))
        .singleElement()
        .asString()
        .contains("One file is one configuration");
  }

  @Test
  void anchors_sharedSections_areUnderstood() {
    assertThat(
            warnings(
                "accounts:\n  a: {host: one.example.com, timeouts: &t {connect: 3s}}\n"
                    + "  b: {host: two.example.com, timeouts: *t}\n"))
        .isEmpty();
  }

  @Test
  void section_containingItself_isRefused() {
    assertThat(errors("accounts:\n  a: &a\n    host: mail.example.com\n    timeouts: *a\n"))
        .first()
        .asString()
        .contains("A section must not contain itself");
  }

  @Test
  void nesting_thousandsDeep_isRefusedWithoutHarm() {
    assertThat(errors("accounts: " + "[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("Sections are nested deeper than any key is.");
  }

  @Test
  void aliases_growingExponentially_areRefused() {
    StringBuilder bomb = new StringBuilder("x0: &x0 {k: v}\n");
    for (int i = 1; i <= 40; i++) {
      bomb.append("x%d: &x%d {l: *x%d, r: *x%d}\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(errors(bomb.toString())).singleElement().asString().contains("too many aliases");
  }

  @Test
  void file_largerThanAnyConfiguration_isRefused() {
    assertThat(errors("#" + "x".repeat(YamlSource.LARGEST)))
        .singleElement()
        .asString()
        .isEqualTo("mail.yaml. The file is larger than 1 MiB: that is no configuration.");
  }

  @Test
  void key_thatIsNoWord_isRefused() {
    assertThat(refused("host: mail.example.com", "[a, b]: c")).contains("A key is one word");
  }
}

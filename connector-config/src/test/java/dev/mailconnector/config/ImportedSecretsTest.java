package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which variables an import has in place of secrets. */
class ImportedSecretsTest {
  private static final String SPRING =
      "spring.mail.host=h.example\nspring.mail.port=587\nspring.mail.username=u\n";

  @ParameterizedTest
  @ValueSource(strings = {"${PW:hunter2}", "hunter2${PW}", "${PW}hunter2", "${PW:${P2:hunter2}}"})
  void aPartOfASecretInTheFile_isNotWritten(String password) {
    ConfigurationImport imported = imported(SPRING + "spring.mail.password=" + password + "\n");

    assertThat(imported.yaml()).doesNotContain("hunter2").contains("${env:MAIL_PASSWORD}");
    assertThat(imported.secrets()).isEqualTo(Map.of("MAIL_PASSWORD", "spring.mail.password"));
    assertThat(imported.problems())
        .anyMatch(problem -> problem.rule().startsWith(AccountReader.LITERAL_SECRET));
  }

  @Test
  void aVariableAlone_staysTheSecret() {
    ConfigurationImport imported = imported(SPRING + "spring.mail.password=${PW:}\n");

    assertThat(imported.yaml()).contains("password: ${env:PW}");
    assertThat(imported.secrets()).isEmpty();
  }

  @Test
  void aDefaultOfOurOwnForm_isASecretInTheFile() {
    ConfigurationReport report =
        MailConfiguration.check(
            """
            accounts:
              robot:
                host: h.example
                user: u
                auth: {password: "${env:PW:-hunter2}"}
            """,
            "ours",
            Map.of());

    assertThat(report.warnings())
        .anyMatch(problem -> problem.rule().startsWith(AccountReader.LITERAL_SECRET));
    assertThat(report.problems().toString()).doesNotContain("hunter2");
  }

  @Test
  void accountsOfNearlyTheSameName_haveVariablesOfTheirOwn() {
    ConfigurationImport imported =
        imported(thand("mail-a", "hunterA") + provider("mail_a", "hunterB"));

    assertThat(imported.secrets())
        .isEqualTo(
            Map.of(
                "MAIL_A_PASSWORD", "providers.mail-a.config.pass",
                "MAIL_A_PASSWORD_2", "providers.mail_a.config.pass"));
    assertThat(imported.yaml())
        .containsSubsequence(
            "mail-a:", "${env:MAIL_A_PASSWORD}", "mail_a:", "${env:MAIL_A_PASSWORD_2}");
  }

  @Test
  void aVariableOfAnotherAccount_isNotTaken() {
    ConfigurationImport imported =
        imported(thand("smtp", "hunterA") + provider("other", "${ .SMTP_PASSWORD }"));

    assertThat(imported.secrets())
        .isEqualTo(Map.of("SMTP_PASSWORD_2", "providers.smtp.config.pass"));
    assertThat(imported.yaml())
        .containsSubsequence("${env:SMTP_PASSWORD_2}", "other:", "${env:SMTP_PASSWORD}");
  }

  @Test
  void aDollarBeforeAVariable_isNotWrittenAsSomethingElse() {
    ConfigurationImport imported =
        imported(SPRING.replace("=u\n", "=u$${NAME}\n") + "spring.mail.password=${PW}\n");

    assertThat(imported.isUsable()).isFalse();
    assertThat(imported.problems().toString())
        .contains("spring.mail.username. A $ stands before a variable here");
  }

  @Test
  void aUserThatIsThePassword_isNotWritten_norShown() {
    String text =
        "{\"service\": \"Postmark\", \"auth\": {\"user\": \"hunter2\", \"pass\": \"hunter2\"}}";
    ConfigurationImport imported = imported(text);

    assertThat(imported.yaml()).doesNotContain("hunter2").doesNotContain("user:");
    assertThat(imported + " " + imported.accounts() + imported.problems())
        .doesNotContain("hunter2");
    assertThat(
            MailConfiguration.check(imported.yaml(), "ours", Map.of("MAIL_PASSWORD", "hunter2"))
                .configuration()
                .accounts())
        .singleElement()
        .satisfies(account -> assertThat(account.login()).asString().contains("server token"));
    ConfigurationReport read =
        MailConfiguration.check(text, "theirs", Dialect.NODEMAILER, Map.of());
    assertThat(read.configuration().accounts())
        .singleElement()
        .satisfies(account -> assertThat(account.login()).asString().contains("server token"));
    assertThat(read.problems().toString()).doesNotContain("hunter2");
  }

  private static String thand(String name, String password) {
    return "providers:\n" + provider(name, password);
  }

  private static String provider(String name, String password) {
    return "  "
        + name
        + ":\n    provider: email\n    config: {host: h.example, port: 587, user: u, pass: \""
        + password
        + "\"}\n";
  }

  private static ConfigurationImport imported(String text) {
    return ConfigurationImport.of(text, "theirs", null, Map.of());
  }
}

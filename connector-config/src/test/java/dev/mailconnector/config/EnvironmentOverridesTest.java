package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.config.BadgeAuthenticationType.Badge;
import dev.mailconnector.spi.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentOverridesTest {
  private static final String TWO =
      """
      accounts:
        robot:
          host: one.example
          user: ann
          auth: {type: badge, office: x, chip: "${env:CHIP:-old}"}
        news-letter.eu:
          host: two.example
      """;

  @Test
  void variable_winsOverTheFile() {
    MailConfiguration read =
        MailConfiguration.read(
            TWO,
            "mail.yaml",
            Map.of(
                "MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_CHIP", "new-${env:HOME}",
                "MAILCONNECTOR_ACCOUNTS_ROBOT_PORT", "2465",
                "MAILCONNECTOR_ACCOUNTS_NEWS_LETTER_EU_TIMEOUTS_FINAL_REPLY", "7s",
                "MAILCONNECTOR_DEFAULT_ACCOUNT", "news-letter.eu",
                "MAILCONNECTOR_CONFIG", "somewhere.yaml"));

    Badge badge = (Badge) read.account("robot").orElseThrow().login();
    assertThat(badge.chip().read()).isEqualTo(Secret.of("new-${env:HOME}"));
    assertThat(read.account("robot").orElseThrow().endpoint()).hasToString("one.example:2465");
    assertThat(read.account("news-letter.eu").orElseThrow().timeouts().finalReply()).hasSeconds(7);
    assertThat(read.defaultAccount()).isEqualTo("news-letter.eu");
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void variables_alone_makeAnAccount() {
    MailConfiguration read =
        MailConfiguration.read(
            "",
            "environment",
            Map.of(
                "MAILCONNECTOR_ACCOUNTS_ROBOT_HOST", "one.example",
                "MAILCONNECTOR_ACCOUNTS_ROBOT_USER", "ann",
                "MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_PASSWORD", "s3cret-word",
                "MAILCONNECTOR_ACCOUNTS_ROBOT_ALLOW_CLEARTEXT_CREDENTIALS", "true"));

    assertThat(read.accounts()).singleElement().hasToString("account robot at one.example:587");
    assertThat(read.accounts().get(0).login()).hasToString("password login of ann");
    assertThat(read.accounts().get(0).cleartextCredentialsAllowed()).isTrue();
  }

  @Test
  void variables_withoutAnyFile_areAConfiguration() {
    MailConfiguration read =
        MailConfiguration.readEnvironment(
            Map.of(
                "MAILCONNECTOR_ACCOUNTS_ROBOT_PRESET", "gmail",
                "MAILCONNECTOR_ACCOUNTS_ROBOT_ALLOWED_FROM", "a@b.example, *@c.example",
                "MAILCONNECTOR_ACCOUNTS_RELAY_HOST", "relay.example",
                "MAILCONNECTOR_DEFAULT_ACCOUNT", "robot",
                "PATH", "/bin"));

    assertThat(read.accounts())
        .extracting(Account::toString)
        .containsExactly(
            "account relay at relay.example:587", "account robot at smtp.gmail.com:465");
    assertThat(read.account("robot").orElseThrow().allowedFrom())
        .containsExactly("a@b.example", "*@c.example");
    assertThat(read.defaultAccount()).isEqualTo("robot");
  }

  @Test
  void environment_withoutAnAccount_isToldHowOneLooks() {
    assertThat(MailConfiguration.checkEnvironment(Map.of("PATH", "/bin")).problems())
        .extracting(ConfigurationProblem::toString)
        .containsExactly(
            "environment accounts. There is no account. An account is what its variables say:"
                + " MAILCONNECTOR_ACCOUNTS_ROBOT_HOST=mail.example.com makes one called robot.");
  }

  @ParameterizedTest
  @CsvSource({
    "MAILCONNECTOR_ACCOUNT_ROBOT_HOST, MAILCONNECTOR_ACCOUNTS_ROBOT_HOST",
    "MAILCONNECTOR_ACOUNTS_ROBOT_AUTH_PASSWORD, MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_PASSWORD",
    "MAILCONNECTOR_DEFAULT_ACCOUNTS, MAILCONNECTOR_DEFAULT_ACCOUNT",
    "MAILCONNECTOR_DEFAULTACCOUNT, MAILCONNECTOR_DEFAULT_ACCOUNT"
  })
  void variable_withAMisspeltBeginning_isRefused(String variable, String meant) {
    assertThat(errors(TWO, Map.of(variable, "hunter2", "MAILCONNECTOR_OPTS", "-Xmx64m")))
        .containsExactly(
            "environment variable "
                + variable
                + ". The variable means nothing. Did you mean "
                + meant
                + "?");
  }

  @Test
  void account_withNothingButAName_isFilledByVariables() {
    MailConfiguration read =
        MailConfiguration.read(
            "accounts:\n  robot:\n",
            "mail.yaml",
            Map.of("MAILCONNECTOR_ACCOUNTS_ROBOT_HOST", "one.example"));

    assertThat(read.accounts()).singleElement().hasToString("account robot at one.example:587");
  }

  @Test
  void sections_begunInTheFileWithNothingInThem_areFilledByVariables() {
    MailConfiguration read =
        MailConfiguration.read(
            "accounts:\n  robot:\n    user: ann\n    auth:\n",
            "mail.yaml",
            Map.of(
                "MAILCONNECTOR_ACCOUNTS_ROBOT_HOST", "one.example",
                "MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_PASSWORD", "s3cret-word"));

    assertThat(read.accounts().get(0).login()).hasToString("password login of ann");
    assertThat(
            MailConfiguration.read(
                    "accounts:\n",
                    "mail.yaml",
                    Map.of("MAILCONNECTOR_ACCOUNTS_ROBOT_HOST", "one.example"))
                .accounts())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_CHOP, MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_CHIP",
    "MAILCONNECTOR_ACCOUNTS_ROBOT_PROT, MAILCONNECTOR_ACCOUNTS_ROBOT_PORT",
    "MAILCONNECTOR_ACCOUNTS_ROBTO_AUTHCHIP, MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_CHIP"
  })
  void variable_thatMeansNoKey_isRefusedWithTheNearest(String variable, String meant) {
    assertThat(errors(TWO, Map.of(variable, "hunter2")))
        .containsExactly(
            "environment variable "
                + variable
                + ". The variable means no key of any account. Did you mean "
                + meant
                + "?");
  }

  @Test
  void variable_withABadValue_isNamedAsItsPlace() {
    assertThat(errors(TWO, Map.of("MAILCONNECTOR_ACCOUNTS_ROBOT_PORT", "smtp")))
        .containsExactly(
            "environment variable MAILCONNECTOR_ACCOUNTS_ROBOT_PORT accounts.robot.port: \"smtp\"."
                + " A port is a number from 1 to 65535.");
  }

  @Test
  void variable_ofAnotherLogin_isRefusedLikeTheKey() {
    assertThat(errors(TWO, Map.of("MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_PASSWORD", "hunter2")))
        .containsExactly(
            "environment variable MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_PASSWORD"
                + " accounts.robot.auth.password. This key belongs to auth.type: kerberos, ntlm or password, and this"
                + " account has auth.type: badge.");
  }

  @Test
  void variable_thatMeansTwoAccounts_isRefused() {
    assertThat(
            errors(
                "accounts:\n  a-b: {host: one.example}\n  a.b: {host: two.example}\n",
                Map.of("MAILCONNECTOR_ACCOUNTS_A_B_PORT", "25")))
        .containsExactly(
            "environment variable MAILCONNECTOR_ACCOUNTS_A_B_PORT. The variable means two accounts:"
                + " a-b and a.b. Rename one of them.");
  }

  private static List<String> errors(String text, Map<String, String> environment) {
    return MailConfiguration.check(text, "mail.yaml", environment).errors().stream()
        .map(ConfigurationProblem::toString)
        .toList();
  }
}

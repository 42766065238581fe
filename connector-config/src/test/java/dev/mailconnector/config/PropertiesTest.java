package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Account;
import dev.mailconnector.failure.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same keys and the same rules, from properties. */
class PropertiesTest {
  private static final String HOST = "mailconnector.accounts.robot.host";

  @Test
  void properties_giveTheAccountThatTheYamlGives() {
    MailConfiguration yaml =
        MailConfiguration.read(
            """
            default-account: news.letter
            accounts:
              robot:
                host: smtp.${env:REGION}.example
                port: 2465
                allowed-from: ['*@a.example', b@c.example]
                timeouts: {final-reply: 7s}
                pool: {max-age: PT9M, keep-warm: 1}
              news.letter:
                preset: gmail
                from: news@example.com
            """,
            "mail.yaml",
            Try.ENVIRONMENT);
    MailConfiguration properties =
        read(
            HOST,
            "smtp.${env:REGION}.example",
            "mailconnector.accounts.robot.port",
            "2465",
            "mailconnector.accounts.robot.allowed-from",
            "*@a.example, b@c.example",
            "mailconnector.accounts.robot.timeouts.final-reply",
            "7s",
            "mailconnector.accounts.robot.pool.max-age",
            "PT9M",
            "mailconnector.accounts.robot.pool.keep-warm",
            "1",
            "mailconnector.accounts.news.letter.preset",
            "gmail",
            "mailconnector.accounts.news.letter.from",
            "news@example.com",
            "mailconnector.default-account",
            "news.letter",
            "spring.mail.host",
            "somebody else's");

    assertThat(properties.accounts())
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(yaml.accounts());
    assertThat(properties.defaultAccount()).isEqualTo("news.letter");
  }

  @Test
  void password_byReference_logsIn() {
    MailConfiguration read =
        read(
            HOST,
            "h.example",
            "mailconnector.accounts.robot.user",
            "ann",
            "mailconnector.accounts.robot.auth.password",
            "${env:M365_SECRET}");

    assertThat(read.accounts().get(0).login()).hasToString("password login of ann");
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void javaUtilProperties_areTakenInTheOrderOfTheAlphabet() {
    Properties properties = new Properties();
    properties.setProperty("mailconnector.accounts.b.host", "b.example");
    properties.setProperty("mailconnector.accounts.a.host", "a.example");

    MailConfiguration read = MailConfiguration.read(properties);

    assertThat(read.accounts()).extracting(Account::name).containsExactly("a", "b");
    assertThat(read.defaultAccount()).isEqualTo("a");
  }

  @Test
  void environment_winsOverProperties() {
    MailConfiguration read =
        MailConfiguration.read(
            Map.of(HOST, "h.example"),
            "application.properties",
            Map.of("MAILCONNECTOR_ACCOUNTS_ROBOT_PORT", "2525"));

    assertThat(read.accounts()).singleElement().hasToString("account robot at h.example:2525");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accounts.robot.port|smtp|mailconnector.accounts.robot.port: \"smtp\". A port is a number"
            + " from 1 to 65535.",
        "accounts.robot.hots|x|mailconnector.accounts.robot.hots. Unknown key. Did you mean"
            + " accounts.robot.host?",
        "accounts.robot.timeouts|5s|mailconnector.accounts.robot.timeouts. This is a section, not"
            + " a value; its keys are connect, greeting, command, final-reply, borrow, token,"
            + " shutdown.",
        "accounts.robot.host.name|x|mailconnector.accounts.robot.host.name. A key has a value or"
            + " keys below it, not both. Remove one of the properties.",
        "accounts.robot|x|mailconnector.accounts.robot. An account has a name and keys:"
            + " mailconnector.accounts.robot.host.",
        "default-acount|robot|mailconnector.default-acount. Unknown key. Did you mean"
            + " default-account?",
        "default-account|robt|mailconnector.default-account: \"robt\". There is no account of this"
            + " name. Did you mean robot?",
        "accounts.robot.auth.password|hunter2-S3cr3t|mailconnector.accounts.robot.auth.password."
            + " A password without the user it belongs to. Add user.",
        "routes.important|robot|mailconnector.routes.important. There are no routes yet: a send"
            + " goes by one account. Remove them and let the application name the next account"
            + " (SendOptions.withAccount) when a failure's advice is to retry; never after"
            + " MAY_HAVE_BEEN_SENT.",
        "accounts.robot.from|ann|mailconnector.accounts.robot.from: \"ann\". A bare address such as"
            + " robot@example.com is needed."
      })
  void problem_namesTheProperty(String key, String value, String expected) {
    assertThat(errors(HOST, "h.example", "mailconnector." + key, value))
        .containsExactly("application.properties " + expected);
  }

  @Test
  void properties_withoutAnAccount_areToldHowOneLooks() {
    assertThat(errors("mail.host", "h.example"))
        .containsExactly(
            "application.properties mailconnector.accounts. There is no account. An account is what"
                + " its properties say: mailconnector.accounts.robot.host=mail.example.com makes"
                + " one called robot.");
    assertThatThrownBy(() -> MailConfiguration.read(new Properties()))
        .isInstanceOf(ConfigurationException.class);
  }

  private static MailConfiguration read(String... keysAndValues) {
    return MailConfiguration.read(map(keysAndValues), "application.properties", Try.ENVIRONMENT);
  }

  private static List<String> errors(String... keysAndValues) {
    return MailConfiguration.check(map(keysAndValues), "application.properties", Try.ENVIRONMENT)
        .errors()
        .stream()
        .map(ConfigurationProblem::toString)
        .toList();
  }

  private static Map<String, String> map(String... keysAndValues) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}

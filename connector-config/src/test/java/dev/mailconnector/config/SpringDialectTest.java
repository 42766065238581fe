package dev.mailconnector.config;

import static dev.mailconnector.config.DialectTry.errors;
import static dev.mailconnector.config.DialectTry.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spring's own part: where values come from. What the session's properties mean is Jakarta Mail's.
 */
class SpringDialectTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("MAIL_HOST", "h.example", "APP_PORT", "2525", "EMPTY", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "spring.mail.host=${MAIL_HOST} | h.example:25",
        "spring.mail.host=${MAIL_HOST:other.example} | h.example:25",
        "spring.mail.host=${NONE:other.example} | other.example:25",
        "spring.mail.host=${NONE:${MAIL_HOST}} | h.example:25",
        "spring.mail.host=${NONE:${NEITHER:x.example}} | x.example:25",
        "spring.mail.host=mail.${MAIL_HOST} | mail.h.example:25",
        "spring.mail.host=${mail.host}\\nmail.host=other.example | h.example:25",
        "spring.mail.host=${my.host}\\nmy.host=${MAIL_HOST} | h.example:25",
        "spring.mail.host=h.example\\nspring.mail.port=${app.port} | h.example:2525",
        "spring.mail.host=h.example\\nspring.mail.port=${EMPTY:26} | h.example:26",
        "SPRING_MAIL_HOST=h.example\\nSPRING_MAIL_PORT=${APP_PORT} | h.example:2525",
        "spring:\\n  mail.host: h.example | h.example:25",
        "{spring: {mail: {host: h.example}}} | h.example:25"
      })
  void placeholder_isResolvedAsSpringDoes(String text, String server) {
    ConfigurationReport report = report(text.replace("\\n", "\n"), ENVIRONMENT);

    assertThat(report.errors()).isEmpty();
    assertThat(line(report.configuration().accounts().get(0))).isEqualTo(server + " none none");
  }

  @Test
  void variablesOfTheProcess_winOverTheFile() {
    ConfigurationReport report =
        report(
            "spring.mail.host=h.example\nspring.mail.port=25",
            Map.of("SPRING_MAIL_HOST", "other.example", "SPRING_MAIL_SSL_ENABLED", "true"));

    assertThat(line(report.configuration().accounts().get(0)))
        .isEqualTo("other.example:25 implicit none");
  }

  @Test
  void documentOfAnActiveProfile_winsOverTheOthers() {
    String text =
        """
        spring.mail.host=h.example
        #---
        spring.config.activate.on-profile=production
        spring.mail.host=p.example
        #---
        spring.config.activate.on-profile=test
        spring.mail.host=t.example
        """;

    assertThat(line(first(report(text, Map.of("SPRING_PROFILES_ACTIVE", "cloud, production")))))
        .startsWith("p.example");
    assertThat(line(first(report(text, Map.of())))).startsWith("h.example");
  }

  @Test
  void secretOfTheEnvironment_isNotCalledALiteral() {
    ConfigurationReport report =
        report(
            "spring.mail.host=h.example\nspring.mail.username=ann\nspring.mail.password=${PW}\n"
                + "spring.mail.ssl.enabled=true",
            Map.of("PW", "hunter2-S3cr3t"));

    assertThat(report.problems()).isEmpty();
    assertThat(first(report).login()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spring.mail.host=${NONE}",
        "spring.mail.host=${a}\na=${b}\nb=${a}",
        "spring:\n  mail:\n    host: [a, b]",
        "spring: &a\n  mail: *a",
        "spring:\n\tmail: x",
        "spring:\n  mail:\n    host: h.example\n    secret-key: hunter2-S3cr3t"
      })
  void brokenFile_isRefused(String text) {
    assertThat(errors(Dialect.SPRING, text)).isNotEmpty();
  }

  @Test
  void othersParts_areNotJudged() {
    ConfigurationReport report =
        report(
            """
            "management.endpoints[0]": {a b: !custom c}
            logging.level: {"[org.springframework]": debug}
            spring:
              datasource: {password: hunter2-S3cr3t, list: [1, {x: y}]}
              mail: {host: h.example}
            """,
            Map.of());

    assertThat(report.problems()).isEmpty();
  }

  private static Account first(ConfigurationReport report) {
    return report.configuration().accounts().get(0);
  }

  private static ConfigurationReport report(String text, Map<String, String> environment) {
    ConfigurationReport report =
        MailConfiguration.check(text, "theirs", Dialect.SPRING, environment);
    assertThat(report.problems().toString()).doesNotContain(Try.SECRET);
    return report;
  }
}

package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import java.util.List;
import java.util.Map;

/** Short ways to read a text in a test. */
final class Try {
  /** A value that no output may ever show. */
  static final String SECRET = "hunter2-S3cr3t";

  static final Map<String, String> ENVIRONMENT =
      Map.of("M365_SECRET", SECRET, "REGION", "eu", "EMPTY", "");

  private Try() {}

  static ConfigurationReport report(String text) {
    ConfigurationReport report = MailConfiguration.check(text, "mail.yaml", ENVIRONMENT);
    assertThat(report.problems().toString()).doesNotContain(SECRET);
    return report;
  }

  /** Every error as one line, in order. */
  static List<String> errors(String text) {
    return report(text).errors().stream().map(ConfigurationProblem::toString).toList();
  }

  static List<String> warnings(String text) {
    ConfigurationReport report = report(text);
    assertThat(report.errors()).isEmpty();
    return report.warnings().stream().map(ConfigurationProblem::toString).toList();
  }

  /** One account called "a" with these lines. */
  static String account(String... lines) {
    return "accounts:\n  a:\n    " + String.join("\n", lines).replace("\n", "\n    ") + "\n";
  }

  /** The account of a text that must be without errors. */
  static Account accepted(String... lines) {
    ConfigurationReport report = report(account(lines));
    assertThat(report.errors()).isEmpty();
    return report.configuration().accounts().get(0);
  }

  /** The one error of an account's lines. */
  static String refused(String... lines) {
    List<String> errors = errors(account(lines));
    assertThat(errors).hasSize(1);
    return errors.get(0);
  }
}

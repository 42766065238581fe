package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Short ways to read another program's configuration in a test. */
final class DialectTry {
  private DialectTry() {}

  static ConfigurationReport report(Dialect dialect, String text) {
    ConfigurationReport report = MailConfiguration.check(text, "theirs", dialect, Map.of());
    assertThat(report.problems().toString()).doesNotContain(Try.SECRET);
    return report;
  }

  static Account accepted(Dialect dialect, String text) {
    ConfigurationReport report = report(dialect, text);
    assertThat(report.errors()).isEmpty();
    assertThat(report.configuration().accounts()).hasSize(1);
    return report.configuration().accounts().get(0);
  }

  static List<String> errors(Dialect dialect, String text) {
    return report(dialect, text).errors().stream().map(ConfigurationProblem::toString).toList();
  }

  static String refused(Dialect dialect, String text) {
    List<String> errors = errors(dialect, text);
    assertThat(errors).hasSize(1);
    return errors.get(0);
  }

  static List<String> warnings(Dialect dialect, String text) {
    ConfigurationReport report = report(dialect, text);
    assertThat(report.errors()).isEmpty();
    return report.warnings().stream().map(ConfigurationProblem::toString).toList();
  }

  /** What was made safe. */
  static List<String> madeSafe(Dialect dialect, String text) {
    return warnings(dialect, text).stream()
        .filter(warning -> warning.contains("Made safe:"))
        .toList();
  }

  /** {@code h.example:587 starttls none}: server, TLS, login. */
  static String line(Account account) {
    return account.endpoint().host()
        + ":"
        + account.endpoint().port()
        + " "
        + account.endpoint().tls().name().toLowerCase(Locale.ROOT).replace('_', '-')
        + (account.login() == null ? " none" : " login");
  }
}

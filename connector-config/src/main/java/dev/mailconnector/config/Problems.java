package dev.mailconnector.config;

import dev.mailconnector.config.ConfigurationProblem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, so that a user sees all of it at once. */
final class Problems {
  private final List<ConfigurationProblem> found = new ArrayList<>();

  void error(Origin origin, String key, @Nullable String value, String rule) {
    found.add(ConfigurationProblem.at(origin, Severity.ERROR, key, value, rule));
  }

  void warning(Origin origin, String key, @Nullable String value, String rule) {
    found.add(ConfigurationProblem.at(origin, Severity.WARNING, key, value, rule));
  }

  void notice(Origin origin, String key, @Nullable String value, String rule) {
    found.add(ConfigurationProblem.at(origin, Severity.NOTICE, key, value, rule));
  }

  void add(ConfigurationProblem problem) {
    found.add(problem);
  }

  long errors() {
    return found.stream().filter(problem -> problem.severity() == Severity.ERROR).count();
  }

  /** In the order of the file; what is not in the file comes first. */
  List<ConfigurationProblem> all() {
    return found.stream()
        .sorted(
            Comparator.comparingInt(ConfigurationProblem::line)
                .thenComparingInt(ConfigurationProblem::column))
        .toList();
  }
}

package dev.mailconnector.config;

import dev.mailconnector.config.ConfigurationProblem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, so that a user sees all of it at once. */
final class Problems {
  private final List<ConfigurationProblem> found = new ArrayList<>();
  private final Set<Origin> decided = new HashSet<>();
  private final boolean imports;

  Problems() {
    this(false);
  }

  private Problems(boolean imports) {
    this.imports = imports;
  }

  static Problems ofAnImport() {
    return new Problems(true);
  }

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

  /**
   * Says in an import that what a variable decides there is decided here once and for all. Says
   * nothing elsewhere, where each start decides it anew.
   */
  void decided(Raw.Text said) {
    Origin origin = said.origin();
    if (imports && origin.reference() != null && decided.add(origin)) {
      warning(
          origin,
          "",
          said.text(),
          "The variable in "
              + origin.reference()
              + " decides this at each start there, and here once and for all, by what it is now."
              + " Import where the variables are those of the program.");
    }
  }
}

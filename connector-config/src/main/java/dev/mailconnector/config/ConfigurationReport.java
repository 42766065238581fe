package dev.mailconnector.config;

import dev.mailconnector.config.ConfigurationProblem.Severity;
import dev.mailconnector.failure.ConfigurationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link MailConfiguration#check} found: every problem at once, and the configuration if there
 * is no error. Immutable.
 */
public final class ConfigurationReport {
  private final List<ConfigurationProblem> problems;
  private final @Nullable MailConfiguration configuration;

  ConfigurationReport(
      List<ConfigurationProblem> problems, @Nullable MailConfiguration configuration) {
    this.problems = List.copyOf(problems);
    this.configuration = configuration;
  }

  /**
   * Errors, warnings and notices: those of the environment first, then the file's from top to
   * bottom.
   */
  public List<ConfigurationProblem> problems() {
    return problems;
  }

  /** What makes the configuration unusable. */
  public List<ConfigurationProblem> errors() {
    return only(Severity.ERROR);
  }

  /** What is doubtful. */
  public List<ConfigurationProblem> warnings() {
    return only(Severity.WARNING);
  }

  /** What was made of things that can be said in several ways. */
  public List<ConfigurationProblem> notices() {
    return only(Severity.NOTICE);
  }

  /**
   * The configuration.
   *
   * @throws ConfigurationException if there are errors: about the first one, with all others listed
   *     in its text
   */
  public MailConfiguration configuration() {
    if (configuration == null) {
      throw failure(errors());
    }
    return configuration;
  }

  private List<ConfigurationProblem> only(Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).toList();
  }

  private static ConfigurationException failure(List<ConfigurationProblem> errors) {
    return errors
        .get(0)
        .toException()
        .withFurtherErrors(errors.stream().skip(1).map(ConfigurationProblem::toString).toList());
  }
}

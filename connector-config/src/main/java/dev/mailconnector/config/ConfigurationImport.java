package dev.mailconnector.config;

import dev.mailconnector.Account;
import dev.mailconnector.config.ConfigurationProblem.Severity;
import dev.mailconnector.failure.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Another program's configuration, turned into our own form. Immutable and thread-safe.
 *
 * <p>Secrets are never shown: one that stands in the file becomes <code>${env:NAME}</code>, and
 * {@link #secrets()} tells which variable to set to what. What comes from variables of the
 * environment stays a reference; those need not be set where the import runs, unless one decides
 * about TLS or the login.
 *
 * <pre>{@code
 * ConfigurationImport imported = ConfigurationImport.of(Path.of("application.properties"));
 * Files.writeString(Path.of("mailconnector.yaml"), imported.yaml());
 * }</pre>
 */
public final class ConfigurationImport {
  private final String source;
  private final List<Dialect> candidates;
  private final List<ConfigurationProblem> problems;
  private final List<ImportedAccount> accounts;
  private final Map<String, String> secrets;
  private final @Nullable String yaml;

  private ConfigurationImport(
      String source,
      List<Dialect> candidates,
      List<ConfigurationProblem> problems,
      List<ImportedAccount> accounts,
      Map<String, String> secrets,
      @Nullable String yaml) {
    this.source = source;
    this.candidates = List.copyOf(candidates);
    this.problems = List.copyOf(problems);
    this.accounts = List.copyOf(accounts);
    this.secrets = secrets;
    this.yaml = yaml;
  }

  /**
   * Imports a file, in the dialect that its content shows. Throws nothing: what is wrong is a
   * problem.
   */
  public static ConfigurationImport of(Path file) {
    return of(file, null);
  }

  /** Imports a file in this dialect; null for the one that its content shows. */
  public static ConfigurationImport of(Path file, @Nullable Dialect dialect) {
    return of(file, file.toString(), dialect);
  }

  static ConfigurationImport of(Path file, String name, @Nullable Dialect dialect) {
    try {
      return of(ConfigurationReader.text(file), name, dialect, System.getenv());
    } catch (RuleBroken unreadable) {
      return failed(name, List.of(), unreadable.rule());
    }
  }

  /**
   * Imports a text.
   *
   * @param name what problems and comments call it, usually a file name
   * @param dialect its dialect; null for the one that its content shows
   * @param environment the variables that its values may refer to
   */
  public static ConfigurationImport of(
      String text, String name, @Nullable Dialect dialect, Map<String, String> environment) {
    List<Dialect> candidates = dialect == null ? DialectRecognition.of(text) : List.of(dialect);
    if (candidates.size() != 1) {
      return failed(name, candidates, unclear(candidates));
    }
    Dialect found = candidates.get(0);
    Problems problems = Problems.ofAnImport();
    Raw.Section root =
        found
            .reader()
            .read(text, name, ForeignVariables.forImport(environment, problems), problems);
    if (root == null) {
      return new ConfigurationImport(name, candidates, problems.all(), List.of(), Map.of(), null);
    }
    ImportedForm form = new ImportedForm(name, found, root, environment);
    form.dropNeedlessTrust(problems);
    ConfigurationReport report = ConfigurationReader.judge(root, name, found, problems);
    if (!report.errors().isEmpty()) {
      return new ConfigurationImport(
          name, candidates, report.problems(), List.of(), Map.of(), null);
    }
    List<Account> accounts = report.configuration().accounts();
    String yaml = form.yaml(report.warnings());
    return new ConfigurationImport(
        name, candidates, report.problems(), form.accounts(accounts), form.secrets(), yaml);
  }

  private static String unclear(List<Dialect> candidates) {
    List<String> words = candidates.stream().map(Dialect::word).toList();
    return candidates.isEmpty()
        ? "This is no mail configuration that is known by its content. Name its dialect, if it is"
            + " one."
        : "The content may be " + ValueKind.oneOf(words) + ". Name its dialect, or split the file.";
  }

  static ConfigurationImport failed(String name, List<Dialect> candidates, String rule) {
    ConfigurationProblem problem =
        ConfigurationProblem.at(Origin.whole(name), Severity.ERROR, "", null, rule);
    return new ConfigurationImport(name, candidates, List.of(problem), List.of(), Map.of(), null);
  }

  /** What problems and comments call the file. */
  public String source() {
    return source;
  }

  /** The dialect it was read in; empty where the content shows none, or several. */
  public Optional<Dialect> dialect() {
    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  /** The dialects that the content shows: none for a file that is no mail configuration. */
  public List<Dialect> candidates() {
    return candidates;
  }

  /** Everything that is wrong or doubtful, by the keys of the file. */
  public List<ConfigurationProblem> problems() {
    return problems;
  }

  /** Whether there is {@link #yaml()}. */
  public boolean isUsable() {
    return yaml != null;
  }

  /** The accounts; none where an error stands in the way. */
  public List<ImportedAccount> accounts() {
    return accounts;
  }

  /** The variables that literal secrets were replaced by, and the key that has each secret. */
  public Map<String, String> secrets() {
    return new TreeMap<>(secrets);
  }

  /**
   * The same settings in our own form, valid for {@link MailConfiguration#read} where the variables
   * it refers to are set.
   *
   * @throws ConfigurationException if there are errors: about the first, with all others in its
   *     text
   */
  public String yaml() {
    if (yaml == null) {
      new ConfigurationReport(problems, null).configuration();
      throw new IllegalStateException("unreachable: there is an error");
    }
    return yaml;
  }

  @Override
  public String toString() {
    return source + " " + candidates + " " + accounts;
  }
}

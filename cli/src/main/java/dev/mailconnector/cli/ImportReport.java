package dev.mailconnector.cli;

import dev.mailconnector.config.ConfigurationImport;
import dev.mailconnector.config.ConfigurationProblem;
import dev.mailconnector.config.ConfigurationProblem.Severity;
import dev.mailconnector.config.Dialect;
import dev.mailconnector.config.ImportedAccount;
import dev.mailconnector.provider.PasswordPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was found among the files of an import.
 *
 * @param files the mail configurations
 * @param others how many other files there are
 * @param unread what could not be looked into
 */
record ImportReport(List<ConfigurationImport> files, int others, List<String> unread) {
  private static final String NOBODY = "nothing breaks";
  private static final String SAFE = "Made safe: ";
  private static final List<String> OF_MOST_FILES =
      List.of(SAFE, "This has no effect here.", "The secret stands in the file itself");

  /** How the import ends. */
  ExitStatus status() {
    return files.stream().allMatch(ConfigurationImport::isUsable)
        ? ExitStatus.OK
        : ExitStatus.CONFIGURATION;
  }

  /** One line for each file, and one for all of them. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    files.forEach(file -> lines.add(Printable.line(line(file))));
    long broken = files.stream().filter(file -> !file.isUsable()).count();
    long breaking = files.stream().filter(file -> breaks(file).findAny().isPresent()).count();
    lines.add(
        count(files.size(), "mail configuration")
            + ": "
            + breaking
            + " will stop working or have, "
            + broken
            + " could not be read; "
            + count(others, "other file"));
    return lines;
  }

  private static String line(ConfigurationImport file) {
    String what = file.source() + " | " + words(file.candidates()) + " | ";
    if (!file.isUsable()) {
      return what
          + "cannot be read | "
          + file.problems().stream()
              .filter(problem -> problem.severity() == Severity.ERROR)
              .map(ConfigurationProblem::toString)
              .collect(Collectors.joining(" "));
    }
    String breaks =
        breaks(file)
            .map(
                policy ->
                    "BREAKS: "
                        + policy.what()
                        + " | WHEN: "
                        + policy.when()
                        + " | CHANGE: "
                        + policy.change()
                        + " | WHO: "
                        + policy.who())
            .distinct()
            .collect(Collectors.joining(" | "));
    return what
        + accounts(file)
        + " | "
        + (breaks.isEmpty() ? NOBODY : breaks)
        + safe(file)
        + further(file);
  }

  private static String accounts(ConfigurationImport file) {
    return file.accounts().stream()
        .map(
            account ->
                account.name()
                    + ": "
                    + account.server()
                    + ", TLS "
                    + account.tls()
                    + ", "
                    + account.login())
        .collect(Collectors.joining("; "));
  }

  /** What will be otherwise than in the other program. */
  private static String safe(ConfigurationImport file) {
    String safe =
        file.problems().stream()
            .map(ConfigurationProblem::rule)
            .filter(rule -> rule.startsWith(SAFE))
            .distinct()
            .collect(Collectors.joining(" "));
    return safe.isEmpty() ? "" : " | " + safe;
  }

  /** What else is doubtful, but for what is true of nearly every file. */
  private static String further(ConfigurationImport file) {
    String further =
        file.problems().stream()
            .map(ConfigurationProblem::rule)
            .filter(rule -> OF_MOST_FILES.stream().noneMatch(rule::startsWith))
            .filter(rule -> breaks(file).noneMatch(policy -> rule.startsWith(policy.what())))
            .distinct()
            .collect(Collectors.joining(" "));
    return further.isEmpty() ? "" : " | ALSO: " + further;
  }

  private static Stream<PasswordPolicy> breaks(ConfigurationImport file) {
    return file.accounts().stream()
        .map(ImportedAccount::breaks)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull);
  }

  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", status().code());
    json.put("files", files.stream().map(ImportReport::json).toList());
    json.put("others", others);
    json.put("unread", unread);
    return Printable.json(json);
  }

  private static Map<String, @Nullable Object> json(ConfigurationImport file) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("file", file.source());
    json.put("dialect", file.dialect().map(Dialect::word).orElse(null));
    json.put("candidates", file.candidates().stream().map(Dialect::word).toList());
    json.put("usable", file.isUsable());
    json.put("accounts", file.accounts().stream().map(ImportReport::json).toList());
    json.put("variables", file.secrets());
    json.put("problems", file.problems().stream().map(ImportReport::json).toList());
    json.put("yaml", file.isUsable() ? file.yaml() : null);
    return json;
  }

  private static Map<String, @Nullable Object> json(ImportedAccount account) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", account.name());
    json.put("server", account.server());
    json.put("tls", account.tls());
    json.put("login", account.login());
    PasswordPolicy breaks = account.breaks();
    json.put("breaks", breaks == null ? null : breaks.what());
    json.put("when", breaks == null ? null : breaks.when());
    json.put("change", breaks == null ? null : breaks.change());
    json.put("who", breaks == null ? null : breaks.who());
    return json;
  }

  private static Map<String, @Nullable Object> json(ConfigurationProblem problem) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("severity", severity(problem));
    json.put("line", problem.line());
    json.put("key", problem.key());
    json.put("rule", problem.rule());
    return json;
  }

  static String severity(ConfigurationProblem problem) {
    return problem.severity().name().toLowerCase(Locale.ROOT);
  }

  private static String words(List<Dialect> dialects) {
    return dialects.stream().map(Dialect::word).collect(Collectors.joining(" or "));
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}

package dev.mailconnector.config;

import dev.mailconnector.Account;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Another program's configuration as a file, {@code dialects/<dialect>/<name>.<extension>}, and
 * beside it, in {@code <name>.expected}, what comes of it. The first line of that is the {@link
 * Outcome}; the others are the accounts, the problems, and how the server got each mail.
 *
 * @param dialect whose it is
 * @param file the configuration
 */
record DialectExample(Dialect dialect, Path file) {
  static final Path FOLDER = Path.of("src", "test", "resources", "dialects");

  /** What the examples refer to. */
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SMTP_HOST", "smtp.example.com",
          "SMTP_PORT", "587",
          "SMTP_USER", "robot@example.com",
          "SMTP_PASSWORD", Try.SECRET,
          "AWS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
          "EMPTY", "");

  private static final String EXPECTED = ".expected";

  /** What becomes of an example. */
  enum Outcome {
    /** Each account delivers a mail at a server that is as the example says. */
    DELIVERED,
    /** There are accounts; their server cannot be played here. */
    CONFIGURED,
    /** There is no account, and the problems say why. */
    REFUSED
  }

  /** Every example, in order. */
  static List<DialectExample> all() {
    List<DialectExample> all = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      Path folder = FOLDER.resolve(dialect.word());
      if (Files.isDirectory(folder)) {
        files(folder).forEach(file -> all.add(new DialectExample(dialect, file)));
      }
    }
    return all;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.toString().endsWith(EXPECTED)).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The file's name: what its problems call it. */
  String fileName() {
    return file.getFileName().toString();
  }

  String text() {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  ConfigurationReport read(Map<String, String> environment) {
    return MailConfiguration.check(text(), fileName(), dialect, environment);
  }

  Path expectation() {
    String name = fileName();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + EXPECTED);
  }

  /** What is expected, line by line. */
  List<String> expected() {
    try {
      return Files.readAllLines(expectation());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Outcome outcome() {
    return Outcome.valueOf(expected().get(0).toUpperCase(Locale.ROOT));
  }

  /** What came of it, in the form of an expectation without its first line. */
  static List<String> result(ConfigurationReport report) {
    List<String> lines = new ArrayList<>();
    if (report.errors().isEmpty()) {
      report.configuration().accounts().forEach(account -> lines.add(line(account)));
    }
    for (ConfigurationProblem problem : report.problems()) {
      lines.add(problem.severity().name().toLowerCase(Locale.ROOT) + " " + problem);
    }
    return lines;
  }

  private static String line(Account account) {
    StringBuilder line =
        new StringBuilder("account ")
            .append(account.name())
            .append(": ")
            .append(account.endpoint())
            .append(", TLS ")
            .append(tls(account))
            .append(", ")
            .append(account.login() == null ? "no login" : account.login());
    if (account.from() != null) {
      line.append(", from ").append(account.from());
    }
    if (account.ehloName() != null) {
      line.append(", EHLO ").append(account.ehloName());
    }
    if (account.trust().equals(Trust.dangerouslyNone())) {
      line.append(", certificate not checked");
    }
    return line.toString();
  }

  /** As our own configuration spells it. */
  static String tls(Account account) {
    return account.endpoint().tls().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return dialect.word() + "/" + fileName();
  }
}

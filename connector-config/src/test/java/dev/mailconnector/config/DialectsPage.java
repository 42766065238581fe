package dev.mailconnector.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes {@code docs/dialects.md} from the keys that the readers declare and from what came of the
 * examples.
 */
final class DialectsPage {
  private static final String INTRODUCTION =
      """
      # Other programs' configurations

      Written from the readers' own declarations and from the examples in `connector-config/src/test/resources/dialects`, each of which the build reads, and sends a
      mail through. To write it anew:
      `mvn -o -pl connector-config -am test -Dtest='DialectExamplesTest,DialectsPageTest' -Dmailconnector.docs=write -Dsurefire.failIfNoSpecifiedTests=false`.

      `--dialect NAME` in front of any command, or `MailConfiguration.read(file, Dialect.NODEMAILER)` in Java, reads another program's configuration as it is. A problem names
      the key that stands in that file. What would send a password over a line that may be unencrypted is made safe: TLS is required, and a warning says so.
      A key that nobody knows is refused, with the nearest one.

      `config import FILE` prints the same settings in [our own form](configuration.md), with variables in place of secrets; it knows the dialect by the content, where no
      `--dialect` names it. `config import FOLDER` prints a line for each mail configuration in the folder and below: what will stop working, when, what to change and
      who must act. In Java they are `ConfigurationImport` and `FolderImport`.

      What became of each example: **delivered**, a mail went through each account to a server with that line and that login; **configured**, read, but the server cannot be
      played here; **refused**, with what is shown.
      """;

  private static final Map<Dialect, String> WHAT =
      Map.of(
          Dialect.URL, "One line, `smtp://user:password@host:port?tls=starttls`.",
          Dialect.NODEMAILER, "The options of nodemailer's SMTP transport, as JSON or YAML.",
          Dialect.TYPEBOT, "Typebot's `.env` file.",
          Dialect.FORM, "The fields of a settings page, one `Name: value` in a line.",
          Dialect.THAND,
              "`providers.*` of Thand's YAML; `${ .NAME // \"default\" }` is resolved by the environment.",
          Dialect.RAILS, "`smtp_settings`, as YAML or as Ruby's hash.",
          Dialect.JAKARTA_MAIL,
              "Properties of a Jakarta Mail session, with `mail.smtps.` for `mail.smtp.` where that is the protocol. They mean what Angus Mail 2 does with"
                  + " them: without `starttls.enable` there is no STARTTLS, and the port is 25.",
          Dialect.SPRING,
              "`spring.mail.*` as properties, YAML or variables, in any spelling that Spring takes (`test-connection`, `testConnection`, `SPRING_MAIL_TESTCONNECTION`)."
                  + " `${NAME:default}` is resolved by the environment, then by the file, then by the default; documents of other profiles than"
                  + " `SPRING_PROFILES_ACTIVE` are left out.");

  private final StringBuilder page = new StringBuilder(65_536);
  private final List<DialectExample> examples;

  DialectsPage(List<DialectExample> examples) {
    this.examples = examples;
  }

  String markdown() {
    page.append(INTRODUCTION);
    for (Dialect dialect : Dialect.values()) {
      page.append("\n## `").append(dialect.word()).append("`\n\n");
      page.append(WHAT.getOrDefault(dialect, "")).append("\n\n");
      keys(dialect.reader().keys());
      examples(dialect);
    }
    return page.toString();
  }

  private void keys(List<ForeignKey> keys) {
    page.append("| key | meaning |\n|---|---|\n");
    for (ForeignKey key : keys) {
      String use =
          switch (key.use()) {
            case TAKEN -> "";
            case WITHOUT_EFFECT -> "No effect. ";
            case REFUSED -> "**Refused.** ";
          };
      row("`" + key.name() + "`", use + key.meaning());
    }
  }

  private void examples(Dialect dialect) {
    page.append("\n| example | result | |\n|---|---|---|\n");
    for (DialectExample example : examples) {
      if (example.dialect() == dialect) {
        List<String> expected = example.expected();
        row(
            "[" + example.fileName() + "](" + link(example) + ")",
            example.outcome().name().toLowerCase(Locale.ROOT),
            expected.stream()
                .skip(1)
                .filter(DialectsPage::isShown)
                .map(line -> shown(line, example.fileName()))
                .collect(Collectors.joining("<br>")));
      }
    }
  }

  private static String link(DialectExample example) {
    return "../connector-config/src/test/resources/dialects/"
        + example.dialect().word()
        + "/"
        + example.fileName();
  }

  private static boolean isShown(String line) {
    return !line.startsWith("warning ") || line.contains("Made safe:");
  }

  private static String shown(String line, String file) {
    return line.replaceFirst("^account mail: ", "")
        .replaceFirst("^(?:error|warning) ", "")
        .replaceFirst("^" + Pattern.quote(file) + ":\\d+:\\d+\\.? ?", "")
        .replaceFirst("Made safe: .*", "made safe");
  }

  private void row(String... cells) {
    page.append("| ");
    page.append(
        List.of(cells).stream()
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ")));
    page.append(" |\n");
  }
}

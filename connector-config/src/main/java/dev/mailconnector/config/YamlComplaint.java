package dev.mailconnector.config;

import dev.mailconnector.config.ConfigurationProblem.Severity;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What is wrong with text that is no YAML, in our words. The parser's own text is never passed on:
 * it quotes the line it failed at, and that line may hold a password.
 *
 * @param origin where
 * @param rule what is wrong and what to write
 */
record YamlComplaint(Origin origin, String rule) {
  private static final String TAB = "A tab cannot indent YAML. Use spaces.";
  static final String TAG = "A value that begins with ! must be in quotes: to YAML it is a tag.";
  static final String ANCHOR =
      "A value that begins with & must be in quotes: to YAML it is the name of an anchor.";

  static YamlComplaint of(YamlEngineException broken, String name, String text) {
    if (broken instanceof MarkedYamlEngineException marked) {
      String problem = String.valueOf(marked.getProblem());
      // A quote is missing where it was opened, not where the text ends.
      Mark mark =
          problem.contains("end of stream")
              ? marked.getContextMark().or(marked::getProblemMark).orElse(null)
              : marked.getProblemMark().or(marked::getContextMark).orElse(null);
      boolean tab = mark != null && startsWithTab(text, mark.getLine());
      return new YamlComplaint(
          mark == null
              ? Origin.whole(name)
              : new Origin(name, mark.getLine() + 1, mark.getColumn() + 1),
          tab ? TAB : rule(problem, String.valueOf(marked.getContext())));
    }
    if (broken instanceof YamlSource.TooDeep deep) {
      return new YamlComplaint(deep.origin(), "Sections are nested deeper than any key is.");
    }
    if (broken instanceof ReaderException unprintable) {
      String before = text.substring(0, Math.min(unprintable.getPosition(), text.length()));
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      return new YamlComplaint(
          new Origin(name, line, before.length() - before.lastIndexOf('\n')),
          String.format(
              "The character U+%04X is not allowed in YAML; write it as an escape in double quotes,"
                  + " or remove it.",
              unprintable.getCodePoint()));
    }
    String message = String.valueOf(broken.getMessage());
    return new YamlComplaint(
        Origin.whole(name),
        message.contains("aliases")
            ? "The file has too many aliases (*name)."
            : "The file is not YAML.");
  }

  private static String rule(String problem, String context) {
    if (problem.contains("TAB")) {
      return TAB;
    }
    if (context.contains("scanning an alias")) {
      return "A value that begins with * must be in quotes: to YAML it is an alias.";
    }
    if (context.contains("scanning an anchor")) {
      return ANCHOR;
    }
    if (problem.contains("alias")) {
      return "A value that begins with * must be in quotes: to YAML it is an alias, and this one"
          + " has no anchor.";
    }
    if (problem.contains("tag")) {
      return TAG;
    }
    if (problem.contains("cannot start any token")) {
      return "A value that begins with this character must be in quotes.";
    }
    if (problem.contains("escape")) {
      return "An unknown escape in double quotes: write \\\\ for a backslash, or use single"
          + " quotes.";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "A key is not expected here. Check the indentation, and put a value that contains \":"
          + " \" in quotes.";
    }
    if (problem.contains("could not find expected ':'")) {
      return "A ':' is missing after the key of this line or the one before.";
    }
    if (problem.contains("end of stream")) {
      return "A quote that was opened is not closed.";
    }
    if (problem.contains("another document")) {
      return "One file is one configuration; remove everything from the second --- on.";
    }
    if (problem.contains("anchor")) {
      return ANCHOR;
    }
    return "The text is not YAML here. Check the indentation, brackets and quotes of this line and"
        + " the one before; a value with special characters needs quotes.";
  }

  private static boolean startsWithTab(String text, int line) {
    String indented = text.lines().skip(line).findFirst().orElse("");
    return indented
        .substring(0, indented.length() - indented.stripLeading().length())
        .contains("\t");
  }

  ConfigurationProblem problem() {
    return ConfigurationProblem.at(origin, Severity.ERROR, "", null, rule);
  }
}

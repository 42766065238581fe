package dev.mailconnector.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of {@code NAME=value} lines as dotenv and Docker Compose read it: quotes, {@code export},
 * comments. Variables of other prefixes are somebody else's and are not looked at.
 */
final class EnvFile {
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*(=?)\\s*(.*)");

  private final String name;
  private final List<String> prefixes;
  private final Problems problems;

  EnvFile(String name, List<String> prefixes, Problems problems) {
    this.name = name;
    this.prefixes = List.copyOf(prefixes);
    this.problems = problems;
  }

  ForeignSettings read(String text) {
    ForeignSettings found = new ForeignSettings(problems);
    List<String> lines = text.replaceFirst("^\uFEFF", "").lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = LINE.matcher(lines.get(i));
      if (line.matches() && prefixes.stream().anyMatch(line.group(1)::startsWith)) {
        String key = line.group(1);
        Origin origin = new Origin(name, i + 1, line.start(1) + 1).called(key);
        if (line.group(2).isEmpty()) {
          problems.error(origin, key, null, "An = is missing behind the name.");
        } else {
          boolean open = line.group(3).startsWith("#") && line.start(3) == line.end(2);
          found.add(key, origin, value(line.group(3).strip(), origin, open));
        }
      }
    }
    return found;
  }

  /**
   * @param open whether it begins with a # right behind the =
   */
  private String value(String written, Origin origin, boolean open) {
    if (open) {
      problems.error(
          origin,
          "",
          null,
          "Some programs read this as nothing and a comment, others as a value that begins with #."
              + " Put the value in quotes, or a blank before the comment.");
      return "";
    }
    char quote = written.isEmpty() ? ' ' : written.charAt(0);
    if (quote != '"' && quote != '\'') {
      return unquoted(written, origin);
    }
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == quote) {
        String rest = written.substring(i + 1).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
          problems.error(origin, "", null, "There is something behind the closing quote.");
        }
        return value.toString();
      }
      if (c == '\\' && quote == '"' && i + 1 < written.length()) {
        value.append(escaped(written.charAt(++i)));
      } else {
        value.append(c);
      }
    }
    problems.error(origin, "", null, "The quote is not closed in this line.");
    return "";
  }

  private String unquoted(String written, Origin origin) {
    if (written.startsWith("#")) {
      return "";
    }
    String value = written.replaceFirst("\\s+#.*", "");
    if (value.contains("#")) {
      problems.warning(
          origin,
          "",
          null,
          "Some programs end this value at the #, others do not; here the # is part of it. Put the"
              + " value in quotes.");
    }
    return value;
  }

  private static String escaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case '"', '\\', '$' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }
}

package dev.mailconnector.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value with Thand's <code>${ .NAME // "default" }</code> parts: variables of the environment.
 * Whatever else Thand could compute there is refused.
 */
final class ThandTemplate {
  private static final Pattern PART =
      Pattern.compile(
          "\\$\\{\\s*(?:\\.(?:env\\.)?)?([A-Za-z_]\\w*)\\s*"
              + "(?://\\s*(\"(?:[^\"\\\\]|\\\\.)*+\"|-?\\d+(?:\\.\\d+)?|true|false|null)\\s*)?\\}");

  private ThandTemplate() {}

  /** Adds what was written, with its variables looked up. */
  static ForeignVariables.Value add(ForeignVariables.Value value, @Nullable String written)
      throws RuleBroken {
    String text = written == null ? "" : written;
    Matcher part = PART.matcher(text);
    int done = 0;
    while (part.find()) {
      literal(value, text.substring(done, part.start()));
      value.variableOrEmpty(part.group(1), otherwise(part.group(2)));
      done = part.end();
    }
    literal(value, text.substring(done));
    return value;
  }

  private static void literal(ForeignVariables.Value value, String text) throws RuleBroken {
    if (text.contains("${")) {
      throw new RuleBroken(
          "Only ${ .NAME } and ${ .NAME // \"default\" } are understood here: a variable of the"
              + " environment. Write that, or the value itself.");
    }
    value.text(text);
  }

  private static @Nullable String otherwise(@Nullable String written) {
    if (written == null) {
      return null;
    }
    if (written.startsWith("\"")) {
      return written.substring(1, written.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    return written.equals("null") ? "" : written;
  }
}

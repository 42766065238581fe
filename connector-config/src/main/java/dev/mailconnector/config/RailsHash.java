package dev.mailconnector.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings as a hash in Ruby: {@code config.action_mailer.smtp_settings = { ... }} anywhere in
 * a file, or the pairs alone.
 */
final class RailsHash {
  private static final Pattern ASSIGNMENT = Pattern.compile("\\bsmtp_settings\\s*=(?!=)");

  /** What makes other settings of them elsewhere in the file. */
  private static final Pattern CHANGE =
      Pattern.compile(
          "\\bsmtp_settings\\s*(?:\\[[^\\]\\n]*\\]\\s*(?:\\|\\|)?=(?![=~])|\\|\\|="
              + "|\\.(?:store|replace|delete|clear|(?:deep_|reverse_)?(?:merge|update))\\b)");

  private static final Pattern OPENED = Pattern.compile("\\s*\\{");
  private static final Pattern KEY =
      Pattern.compile(
          "(?:(\\w+):(?!:)|([\"'])(\\w+)\\2\\s*(?::|=>)|:(\\w+)\\s*=>|:\"(\\w+)\"\\s*=>)\\s*");

  private final String name;
  private final ForeignVariables environment;
  private final Problems problems;

  RailsHash(String name, ForeignVariables environment, Problems problems) {
    this.name = name;
    this.environment = environment;
    this.problems = problems;
  }

  @Nullable ForeignSettings read(String text) {
    RubyCursor cursor = new RubyCursor(text.replaceFirst("^\uFEFF", " "));
    if (cursor.takeLast(CHANGE)) {
      refuseChange(cursor);
    }
    cursor.moveTo(0);
    boolean assigned = cursor.takeLast(ASSIGNMENT);
    boolean braces = cursor.take(OPENED) != null;
    if (assigned && !braces) {
      problems.error(
          cursor.origin(name),
          "",
          null,
          "A hash is needed here: smtp_settings = { address: \"smtp.example.com\", port: 587, ... }."
              + " Ruby code is not run.");
      return null;
    }
    ForeignSettings settings = new ForeignSettings(problems);
    while (true) {
      cursor.skipBlanks(true);
      while (cursor.here() == ',') {
        cursor.next();
        cursor.skipBlanks(true);
      }
      if (cursor.here() == '}' && braces) {
        cursor.next();
        cursor.skipBlanks(true);
        if (cursor.here() == '.') {
          refuseChange(cursor);
        }
        return settings;
      }
      if (cursor.atEnd()) {
        if (braces) {
          problems.error(cursor.origin(name), "", null, "The hash is not closed by }.");
        }
        return settings;
      }
      if (!pair(cursor, settings)) {
        return null;
      }
    }
  }

  /** A login may stand there. */
  private void refuseChange(RubyCursor cursor) {
    problems.error(
        cursor.origin(name),
        "",
        null,
        "Ruby changes the settings here, and none is run. Write all of them into one hash.");
  }

  /** Reads one pair; false where there is none, and then a problem says so. */
  private boolean pair(RubyCursor cursor, ForeignSettings settings) {
    Origin origin = cursor.origin(name);
    Matcher key = cursor.take(KEY);
    if (key == null) {
      problems.error(
          origin,
          "",
          null,
          "A key and its value are needed here: address: \"smtp.example.com\", or :address =>"
              + " \"smtp.example.com\".");
      return false;
    }
    String word = word(key);
    int start = cursor.at();
    ForeignVariables.Value value = environment.value();
    try {
      RubyExpression.read(cursor, value);
      cursor.skipBlanks(false);
      if (!cursor.atEnd() && ",}\n".indexOf(cursor.here()) < 0) {
        throw new RuleBroken(RubyExpression.CODE);
      }
      settings.addText(word, value.at(origin.called(word)));
    } catch (RuleBroken broken) {
      problems.error(origin.called(word), "", null, broken.rule());
      cursor.moveTo(start);
      cursor.skipValue();
    }
    return true;
  }

  private static String word(Matcher key) {
    for (int group : new int[] {1, 3, 4, 5}) {
      if (key.group(group) != null) {
        return key.group(group);
      }
    }
    throw new IllegalStateException("A key has one of the groups");
  }
}

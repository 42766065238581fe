package dev.mailconnector.config;

import dev.mailconnector.failure.ConfigurationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a configuration. Immutable; never shows a secret, nor the value of a key
 * that might have been meant for one.
 *
 * @param severity whether the configuration is unusable, doubtful, or only explained
 * @param source the file's name, or the environment variable
 * @param line counted from 1; 0 where the problem has no line
 * @param column counted from 1; 0 where the problem has no column
 * @param key the full path of the key: {@code accounts.robot.port}; in a {@link Dialect} the key as
 *     the dialect has it; empty where the whole file is meant
 * @param value the value as it was written; null for a missing or secret one
 * @param rule what is wrong, what the value must be, and the nearest valid spelling where there is
 *     one; whole sentences
 */
public record ConfigurationProblem(
    Severity severity,
    String source,
    int line,
    int column,
    String key,
    @Nullable String value,
    String rule) {
  private static final int LONGEST_VALUE = 80;

  /** {@code smtp://user:password@host}: people paste it anywhere. */
  private static final Pattern LOGIN = Pattern.compile("://[^\\s/]*@");

  /** How bad a problem is. */
  public enum Severity {
    /** No account can be made of it. */
    ERROR,
    /** It works, but probably not as meant, or not as safely as it could. */
    WARNING,
    /** Nothing is wrong: what the reader made of something that can be said in several ways. */
    NOTICE
  }

  /** Makes the value fit for one line of a log. */
  public ConfigurationProblem {
    if (value != null && LOGIN.matcher(value).find()) {
      value = null;
    }
    if (value != null) {
      String line1 = value.replaceAll("\\p{Cntrl}", "?");
      value = line1.length() <= LONGEST_VALUE ? line1 : line1.substring(0, LONGEST_VALUE) + "...";
    }
  }

  static ConfigurationProblem at(
      Origin origin, Severity severity, String key, @Nullable String value, String rule) {
    Origin.Foreign foreign = origin.foreign();
    String shown =
        value == null || foreign == null || foreign.value() == null ? value : foreign.value();
    return new ConfigurationProblem(
        severity, origin.source(), origin.line(), origin.column(), origin.key(key), shown, rule);
  }

  /** Where it is: {@code mail.yaml:12:9}, {@code environment variable MAILCONNECTOR_...}. */
  public String location() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }

  /** The same as an exception. */
  public ConfigurationException toException() {
    return ConfigurationException.of(place(), value, rule);
  }

  private String place() {
    return key.isEmpty() ? location() : location() + " " + key;
  }

  /** One line: place, key, value, rule. */
  @Override
  public String toString() {
    return place() + (value == null ? "" : ": \"" + value + "\"") + ". " + rule;
  }
}

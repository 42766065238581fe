package dev.mailconnector.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A {@code .properties} text with the place of each property. The JDK reads each of its logical
 * lines, so escapes and separators are its own.
 */
final class PropertiesText {
  /** What parts a file of Spring's into documents. */
  private static final String SEPARATOR = "[#!]---\\s*";

  private final String name;
  private final Problems problems;

  PropertiesText(String name, Problems problems) {
    this.name = name;
    this.problems = problems;
  }

  /**
   * A property.
   *
   * @param key as it stands there
   * @param value as it stands there
   * @param origin where
   * @param document the number of its document, from 0
   */
  record Property(String key, String value, Origin origin, int document) {}

  /** In order. */
  List<Property> read(String text) {
    List<Property> found = new ArrayList<>();
    List<String> lines = text.replaceFirst("^\uFEFF", "").lines().toList();
    int document = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).stripLeading();
      if (line.matches(SEPARATOR)) {
        document++;
      }
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
        continue;
      }
      Origin origin = new Origin(name, i + 1, lines.get(i).length() - line.length() + 1);
      StringBuilder logical = new StringBuilder(line);
      while (goesOn(logical) && i + 1 < lines.size()) {
        logical.append('\n').append(lines.get(++i));
      }
      add(found, logical.toString(), origin, document);
    }
    return found;
  }

  private void add(List<Property> found, String line, Origin origin, int document) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(line));
    } catch (IllegalArgumentException broken) {
      problems.error(origin, "", null, "A \\u stands before four hexadecimal digits.");
      return;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    for (String key : one.stringPropertyNames()) {
      found.add(new Property(key, one.getProperty(key), origin, document));
    }
  }

  /** Whether it ends with a backslash that is not itself escaped. */
  private static boolean goesOn(StringBuilder line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }
}

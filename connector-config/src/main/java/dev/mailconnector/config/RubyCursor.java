package dev.mailconnector.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in Ruby text that moves on as the text is understood. Comments are blanks. */
final class RubyCursor {
  private final String text;
  private int at;

  RubyCursor(String text) {
    this.text = withoutComments(text);
  }

  int at() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** The character here; NUL at the end. */
  char here() {
    return atEnd() ? '\0' : text.charAt(at);
  }

  char next() {
    char c = here();
    at++;
    return c;
  }

  /** Goes over blanks, and over line ends too where these part nothing. */
  void skipBlanks(boolean lineEnds) {
    while (!atEnd() && Character.isWhitespace(here()) && (lineEnds || here() != '\n')) {
      at++;
    }
  }

  /** Goes over what fits the pattern here; null if nothing does. */
  @Nullable Matcher take(Pattern pattern) {
    Matcher found = pattern.matcher(text).region(Math.min(at, text.length()), text.length());
    found.useTransparentBounds(true);
    if (!found.lookingAt()) {
      return null;
    }
    at = found.end();
    return found;
  }

  /** Goes behind the last place that fits the pattern; false if there is none. */
  boolean takeLast(Pattern pattern) {
    Matcher found = pattern.matcher(text);
    boolean any = false;
    while (found.find()) {
      at = found.end();
      any = true;
    }
    return any;
  }

  /** Goes to the comma, line end or bracket that ends the value here. */
  void skipValue() {
    int depth = 0;
    while (!atEnd()) {
      char c = here();
      boolean opens = c == '(' || c == '[' || c == '{';
      boolean closes = c == ')' || c == ']' || c == '}';
      if (depth == 0 && (c == ',' || c == '\n' || closes)) {
        return;
      }
      depth += opens ? 1 : closes ? -1 : 0;
      at = c == '"' || c == '\'' ? endOfString(text, at) : at + 1;
    }
  }

  Origin origin(String name) {
    String before = text.substring(0, Math.min(at, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Origin(name, line, before.length() - before.lastIndexOf('\n'));
  }

  /** Behind the closing quote of the string that begins here. */
  private static int endOfString(String text, int start) {
    for (int i = start + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == text.charAt(start)) {
        return i + 1;
      }
    }
    return text.length();
  }

  /** Places stay what they are. */
  private static String withoutComments(String text) {
    StringBuilder plain = new StringBuilder(text);
    int i = 0;
    while (i < plain.length()) {
      char c = plain.charAt(i);
      if (c == '"' || c == '\'') {
        i = endOfString(text, i);
      } else if (c == '#') {
        while (i < plain.length() && plain.charAt(i) != '\n') {
          plain.setCharAt(i++, ' ');
        }
      } else {
        i++;
      }
    }
    return plain.toString();
  }
}

package dev.mailconnector.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server, an issuer or a file says, without the characters that would move the cursor of a
 * terminal, colour it, or turn the text around: those of C1 too, which some terminals obey.
 */
final class Printable {
  private static final String DRAWING =
      "[\\p{Cc}\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]";

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Printable() {}

  /** On one line. */
  static String line(String text) {
    return text.replaceAll(DRAWING, "?");
  }

  /** On as many lines as it has; tabs stay. */
  static String text(String text) {
    return text.lines()
        .map(line -> line.replaceAll("(?!\t)" + DRAWING, "?"))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** One line of JSON; in it such characters can stand in strings only. */
  static String json(Object fields) {
    return Pattern.compile(DRAWING)
        .matcher(GSON.toJson(fields))
        .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
  }
}

package dev.mailconnector.auth.oauth2.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes what a server says fit to be shown: at most 1000 characters, printable, in one line, and
 * without any piece of the secrets that it was sent. Servers do echo them: "invalid token eyJ...".
 */
final class Scrubber {
  private static final int LONGEST = 1000;
  private static final int PIECE = 12;
  private static final String MASK = "***";

  private final List<String> secrets;

  Scrubber(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  String clean(byte[] said) {
    int length = Math.min(said.length, 4 * LONGEST);
    String text = mask(printable(new String(said, 0, length, StandardCharsets.UTF_8)));
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  private static String printable(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(isPrintable(c) ? c : ' '));
    return line.toString().strip();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private String mask(String text) {
    StringBuilder masked = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = endOfSecret(text, at);
      if (end == at) {
        masked.append(text.charAt(at++));
      } else {
        masked.append(MASK);
        at = end;
      }
    }
    return masked.toString();
  }

  /** Where the piece of a secret that begins here ends; the same place if none begins here. */
  private int endOfSecret(String text, int start) {
    int longest = start;
    for (String secret : secrets) {
      int length = Math.min(PIECE, secret.length());
      int end = start + length;
      if (end <= text.length() && secret.contains(text.substring(start, end))) {
        while (end < text.length() && secret.contains(text.substring(start, end + 1))) {
          end++;
        }
        longest = Math.max(longest, end);
      }
    }
    return longest;
  }
}

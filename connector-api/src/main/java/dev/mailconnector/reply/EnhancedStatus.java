package dev.mailconnector.reply;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An enhanced mail system status code (RFC 3463), such as 5.7.139.
 *
 * @param category 2 success, 4 transient, 5 permanent (RFC 3463 calls it class)
 * @param subject what it is about: 1 address, 7 security
 * @param detail the condition
 */
public record EnhancedStatus(int category, int subject, int detail) implements Serializable {

  /** The code at the start of a reply text, or null if there is none. */
  public static @Nullable EnhancedStatus parse(String text) {
    if (text.length() < 5 || "245".indexOf(text.charAt(0)) < 0 || text.charAt(1) != '.') {
      return null;
    }
    int subjectEnd = endOfDigits(text, 2);
    if (subjectEnd == 2 || subjectEnd == text.length() || text.charAt(subjectEnd) != '.') {
      return null;
    }
    int end = endOfDigits(text, subjectEnd + 1);
    if (end == subjectEnd + 1 || (end < text.length() && !isSpace(text.charAt(end)))) {
      return null;
    }
    return new EnhancedStatus(
        text.charAt(0) - '0',
        Integer.parseInt(text, 2, subjectEnd, 10),
        Integer.parseInt(text, subjectEnd + 1, end, 10));
  }

  /** At most three of them. */
  private static int endOfDigits(String text, int start) {
    int end = start;
    while (end < text.length()
        && end < start + 3
        && text.charAt(end) >= '0'
        && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Whether it has these three numbers. */
  public boolean is(int category, int subject, int detail) {
    return this.category == category && this.subject == subject && this.detail == detail;
  }

  @Override
  public String toString() {
    return category + "." + subject + "." + detail;
  }
}

package dev.mailconnector.reply;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An enhanced mail system status code (RFC 3463), such as 5.7.139.
 *
 * @param category 2 success, 4 transient, 5 permanent (RFC 3463 calls it class)
 * @param subject what it is about: 1 address, 7 security
 * @param detail the condition
 */
public record EnhancedStatus(int category, int subject, int detail) implements Serializable {
  private static final Pattern START =
      Pattern.compile("^([245])\\.(\\d{1,3})\\.(\\d{1,3})(?=\\s|$)");

  /** The code at the start of a reply text, or null if there is none. */
  public static @Nullable EnhancedStatus parse(String text) {
    Matcher matcher = START.matcher(text);
    return matcher.find()
        ? new EnhancedStatus(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)))
        : null;
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

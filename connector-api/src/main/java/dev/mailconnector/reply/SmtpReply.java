package dev.mailconnector.reply;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply of an SMTP server (RFC 5321 section 4.2), verbatim.
 *
 * @param code the three digits
 * @param enhanced the enhanced status code at the start of the text (RFC 2034), or null
 * @param lines the text of each line, without the digits and the separator
 */
public record SmtpReply(int code, @Nullable EnhancedStatus enhanced, List<String> lines)
    implements ServerReply, Serializable {

  /** Copies the lines. */
  public SmtpReply {
    lines = List.copyOf(lines);
  }

  /** A reply with this code and these lines; the enhanced code is read from the first line. */
  public static SmtpReply of(int code, List<String> lines) {
    return new SmtpReply(code, lines.isEmpty() ? null : EnhancedStatus.parse(lines.get(0)), lines);
  }

  /** Whether the first digit is 2. */
  public boolean isPositive() {
    return code / 100 == 2;
  }

  /** Whether the first digit is 4: the same command may succeed later. */
  public boolean isTransient() {
    return code / 100 == 4;
  }

  /** Whether the first digit is 5. */
  public boolean isPermanent() {
    return code / 100 == 5;
  }

  /** Code and lines as one text: {@code 535 5.7.8 first | second}. */
  @Override
  public String text() {
    return code + " " + String.join(" | ", lines);
  }

  @Override
  public String toString() {
    return text();
  }
}

package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.EnhancedStatus;
import dev.mailconnector.reply.SmtpReply;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table behind {@link ReplyAdvice}. Immutable.
 *
 * @param stages where it fits
 * @param code the reply code, or its first digit
 * @param enhanced the enhanced status code, or null for any
 * @param words what the reply's text must contain, in whatever capitals, or null for any
 * @param advice what the caller may do
 * @param diagnosis what it means, and who must do what
 */
record ReplyRow(
    Set<Stage> stages,
    int code,
    @Nullable String enhanced,
    @Nullable String words,
    Advice advice,
    Diagnosis diagnosis) {

  boolean fits(Stage stage, SmtpReply reply) {
    EnhancedStatus status = reply.enhanced();
    return stages.contains(stage)
        && (code == reply.code() || code == reply.code() / 100)
        && (enhanced == null || (status != null && enhanced.equals(status.toString())))
        && (words == null || lower(reply.text()).contains(lower(words)));
  }

  /** Servers agree on the words more than on their capitals. */
  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.MailRows;
import dev.mailconnector.reply.EnhancedStatus;
import dev.mailconnector.reply.SmtpReply;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a negative reply means and what may be done: the first row that fits in the one table of it,
 * which is {@link LoginReplies} and {@link MailReplies}. Immutable.
 *
 * @param advice what the caller may do
 * @param diagnosis what it means, and who must do what
 */
public record ReplyAdvice(Advice advice, Diagnosis diagnosis) {

  /** The advice for this reply at this stage. */
  public static ReplyAdvice of(Stage stage, SmtpReply reply) {
    return Stream.of(LoginReplies.ROWS, MailReplies.ROWS)
        .flatMap(List::stream)
        .filter(row -> row.fits(stage, reply))
        .findFirst()
        .map(row -> new ReplyAdvice(row.advice(), row.diagnosis()))
        .orElseGet(
            () ->
                new ReplyAdvice(
                    stage == Stage.AUTH ? Advice.FIX_CONFIGURATION : Advice.RETRY_OTHER_CONNECTION,
                    MailRows.UNEXPECTED_REPLY));
  }

  /** Whether a refused recipient may be taken later as it is. */
  public static boolean mayPass(SmtpReply reply) {
    return of(Stage.RCPT, reply).advice() == Advice.RETRY_LATER;
  }

  /**
   * Whether a refused login is about a policy and not about the secret, so that a renewed secret
   * cannot help and must not be tried.
   */
  public static boolean isPolicy(SmtpReply reply) {
    EnhancedStatus status = reply.enhanced();
    if (status != null && status.is(5, 5, 127)) {
      // High Volume Email on a token that is about to expire: 501, and about the secret all the
      // same.
      return false;
    }
    return reply.code() != 535
        ? reply.isPermanent()
        : status != null
            && status.is(5, 7, 139)
            && !reply.text().contains("user credentials were incorrect");
  }
}

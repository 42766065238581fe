package dev.mailconnector.internal.probe;

import dev.mailconnector.Account;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.diagnosis.ConnectRows;
import dev.mailconnector.internal.smtp.ReplyAdvice;
import dev.mailconnector.internal.smtp.SenderTrial;
import dev.mailconnector.reply.SmtpReply;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** Whether the account may send as its own address. */
final class SenderStep {
  /** They take MAIL from anybody who is logged in, and look at the message. */
  private static final Pattern LATE =
      Pattern.compile(".*\\.(office365\\.com|outlook\\.com|office365\\.us|outlook\\.cn)");

  private SenderStep() {}

  static boolean isLateChecker(Account account) {
    return LATE.matcher(account.endpoint().host()).matches();
  }

  /**
   * Offers the sender and takes it back.
   *
   * @throws SendRefusedException if the server refuses it
   * @throws ConnectionLostException if it ends the line instead
   */
  static void offer(Account account, SenderTrial trial, String sender, Deadline deadline) {
    SmtpReply reply;
    try {
      reply = trial.offer(sender, deadline);
    } catch (IOException e) {
      throw new ConnectionLostException(
          FailureDetail.of(
                  Stage.MAIL,
                  "The connection to "
                      + account.endpoint()
                      + " broke at MAIL ("
                      + e.getMessage()
                      + ")",
                  Advice.RETRY_LATER,
                  ConnectRows.CONNECTION_CUT)
              .withCause(e)
              .forSend(account.name(), null, 1));
    }
    if (!reply.isPositive()) {
      ReplyAdvice advice = ReplyAdvice.of(Stage.MAIL, reply);
      throw new SendRefusedException(
          FailureDetail.of(
                  Stage.MAIL,
                  "The server at " + account.endpoint() + " refused the sender " + sender,
                  advice.advice(),
                  advice.diagnosis())
              .withReply(reply)
              .forSend(account.name(), null, 1),
          List.of());
    }
  }
}

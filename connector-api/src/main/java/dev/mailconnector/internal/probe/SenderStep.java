package dev.mailconnector.internal.probe;

import dev.mailconnector.Account;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.diagnosis.ConnectRows;
import dev.mailconnector.internal.diagnosis.MailRows;
import dev.mailconnector.internal.smtp.ReplyAdvice;
import dev.mailconnector.internal.smtp.SenderTrial;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.reply.SmtpReply;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** Whether the account may send as its own address. */
final class SenderStep {
  /** They take MAIL from anybody who is logged in, and look at the message. */
  private static final Pattern LATE =
      Pattern.compile(".*\\.(office365\\.com|outlook\\.com|office365\\.us|outlook\\.cn)");

  /** The server ends the line: RFC 5321 section 3.8. */
  private static final int CLOSING = 421;

  private SenderStep() {}

  static boolean isLateChecker(Account account) {
    return LATE.matcher(account.endpoint().host()).matches();
  }

  /**
   * Offers the sender and takes it back. A refusal at RCPT counts where it is about the settings:
   * the address need not take mail.
   *
   * @return what is remarkable
   * @throws SendRefusedException if the server refuses it
   * @throws ConnectionLostException if it ends the line instead
   */
  static List<ProbeFinding> offer(
      Account account, SenderTrial trial, String sender, Deadline deadline) {
    Stage stage = Stage.MAIL;
    try {
      SmtpReply reply = trial.offer(sender, deadline);
      if (!reply.isPositive()) {
        throw refused(account, stage, sender, reply);
      }
      stage = Stage.RCPT;
      SmtpReply asRecipient = trial.offerAsRecipient(sender, deadline);
      if (asRecipient.code() == CLOSING) {
        throw refused(account, stage, sender, asRecipient);
      }
      trial.takeBack(deadline);
      return judged(account, sender, asRecipient);
    } catch (IOException e) {
      throw new ConnectionLostException(
          FailureDetail.of(
                  stage,
                  "The connection to "
                      + account.endpoint()
                      + " broke at "
                      + stage
                      + " ("
                      + e.getMessage()
                      + ")",
                  Advice.RETRY_LATER,
                  ConnectRows.CONNECTION_CUT)
              .withCause(e)
              .forSend(account.name(), null, 1));
    }
  }

  private static List<ProbeFinding> judged(Account account, String sender, SmtpReply reply) {
    ReplyAdvice advice = ReplyAdvice.of(Stage.RCPT, reply);
    if (reply.isPositive() || advice.advice() != Advice.FIX_CONFIGURATION) {
      return List.of();
    }
    if (!advice.diagnosis().equals(MailRows.RELAY_DENIED)) {
      throw refused(account, Stage.RCPT, sender, reply);
    }
    // Whoever sends as an address of another domain may still write to this one.
    return List.of(
        ProbeFinding.of(
            "The server at "
                + account.endpoint()
                + " takes no mail for "
                + sender
                + "; it said \""
                + reply.text()
                + "\"",
            advice.diagnosis()));
  }

  private static SendRefusedException refused(
      Account account, Stage stage, String sender, SmtpReply reply) {
    ReplyAdvice advice = ReplyAdvice.of(stage, reply);
    return new SendRefusedException(
        FailureDetail.of(
                stage,
                "The server at " + account.endpoint() + " refused the sender " + sender,
                advice.advice(),
                advice.diagnosis())
            .withReply(reply)
            .forSend(account.name(), null, 1),
        List.of());
  }
}

package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.internal.smtp.ReplyAdvice;
import java.io.IOException;

/** Failed logins in words. */
final class LoginFailures {
  private LoginFailures() {}

  /** The server said no. */
  static LoginRefusedException refused(Account account, String identity, LoginRefusal refusal) {
    ReplyAdvice advice = ReplyAdvice.of(Stage.AUTH, refusal.reply());
    return new LoginRefusedException(
        FailureDetail.of(
                Stage.AUTH,
                "The login of "
                    + identity
                    + " by "
                    + refusal.mechanism()
                    + " at "
                    + account.endpoint()
                    + " was refused",
                advice.advice(),
                remedy(advice, refusal))
            .withReply(refusal.reply())
            .withExplanation(refusal.explanation())
            .forSend(account.name(), null, 1));
  }

  /** The mechanism knows more than the table, unless the reply is about something else. */
  private static String remedy(ReplyAdvice advice, LoginRefusal refusal) {
    boolean aboutTheSecret =
        advice.advice() == Advice.FIX_CONFIGURATION && !ReplyAdvice.isPolicy(refusal.reply());
    String known = refusal.advice();
    return aboutTheSecret && known != null ? known : advice.remedy();
  }

  /** The line broke. */
  static ConnectionFailedException lost(Account account, String identity, IOException e) {
    return new ConnectionFailedException(
        FailureDetail.of(
                Stage.AUTH,
                "The connection to "
                    + account.endpoint()
                    + " broke during the login of "
                    + identity
                    + " ("
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                    + ")",
                Advice.RETRY_LATER,
                "Nothing was sent. Some servers close the connection on a refused login, or on too many logins.")
            .withCause(e)
            .forSend(account.name(), null, 1));
  }
}

package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.LoginRows;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.internal.smtp.ReplyAdvice;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;

/** Failed logins in words. */
final class LoginFailures {
  /** What a mechanism cannot know better. */
  private static final Set<Diagnosis> PLAIN_ENOUGH =
      Set.of(LoginRows.ACCOUNT_DISABLED, LoginRows.ACCOUNT_LOCKED, LoginRows.PASSWORD_TRANSITION);

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
  private static Remedy remedy(ReplyAdvice advice, LoginRefusal refusal) {
    boolean aboutTheSecret =
        advice.advice() == Advice.FIX_CONFIGURATION
            && !ReplyAdvice.isPolicy(refusal.reply())
            && !PLAIN_ENOUGH.contains(advice.diagnosis());
    Remedy known = refusal.remedy();
    return aboutTheSecret && known != null ? known : advice.diagnosis().remedy();
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
                e instanceof InterruptedIOException
                    ? LoginRows.LOGIN_UNANSWERED
                    : LoginRows.LOGIN_CUT)
            .withCause(e)
            .forSend(account.name(), null, 1));
  }

  /** The same for whoever comes within the pause. */
  static MailConnectorException again(MailConnectorException failure, Duration retryAfter) {
    FailureDetail detail = failure.detail().withRetryAfter(retryAfter);
    if (failure instanceof LoginRefusedException) {
      return new LoginRefusedException(detail);
    }
    return failure instanceof LoginImpossibleException
        ? new LoginImpossibleException(detail)
        : new ConnectionFailedException(detail);
  }

  /** What a send is told of the REFUSED state, this long before the same secret is tried again. */
  static FailureDetail closed(Refused state, Duration login) {
    FailureDetail detail = state.detail();
    if (!state.credential().mayLockOut()) {
      return detail;
    }
    return detail.adding(
        "So that the account is not locked out, this process does not try the same secret again for"
            + " "
            + words(login)
            + "; a changed one is used by the first send after "
            + words(state.look())
            + ". MailConnector.replace and evictConnections let the next send try at once.");
  }

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
  }

  /** Another login with the same secret went on and on. */
  static ConnectionFailedException turnMissed(Account account, String identity, Exception e) {
    return new ConnectionFailedException(
        FailureDetail.of(
                Stage.AUTH,
                (e instanceof InterruptedException ? "Interrupted" : "The time was over")
                    + " while another login of "
                    + identity
                    + " at "
                    + account.endpoint()
                    + " waited for its answer",
                Advice.RETRY_LATER,
                LoginRows.LOGIN_TURN)
            .withCause(e)
            .forSend(account.name(), null, 1));
  }
}

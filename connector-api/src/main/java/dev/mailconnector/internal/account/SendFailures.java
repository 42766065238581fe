package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.failure.PoolExhaustedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.ConnectRows;
import dev.mailconnector.internal.diagnosis.MailRows;
import dev.mailconnector.internal.pool.PoolTimeoutException;
import dev.mailconnector.internal.smtp.Delivery;
import dev.mailconnector.internal.smtp.ReplyAdvice;
import dev.mailconnector.reply.RecipientReply;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Failed sends in words. */
final class SendFailures {
  private SendFailures() {}

  /** The server took the message for some recipients only. */
  static PartlyAcceptedException partly(Account account, Delivery delivery) {
    List<RecipientReply> refused =
        delivery.recipients().stream().filter(recipient -> !recipient.accepted()).toList();
    boolean later = refused.stream().map(RecipientReply::reply).anyMatch(ReplyAdvice::mayPass);
    return new PartlyAcceptedException(
        FailureDetail.of(
                Stage.CONTENT,
                "The message was accepted at "
                    + account.endpoint()
                    + " for "
                    + (delivery.recipients().size() - refused.size())
                    + " of "
                    + delivery.recipients().size()
                    + " recipients; refused: "
                    + String.join("; ", refused.stream().map(Object::toString).toList()),
                later ? Advice.RETRY_LATER : Advice.FIX_MESSAGE,
                later ? MailRows.PARTLY_LATER : MailRows.PARTLY_NEVER)
            .withReply(delivery.reply()),
        delivery.recipients(),
        delivery.dsn());
  }

  /** No connection came free; {@code last} is why none could be opened, or null. */
  static PoolExhaustedException exhausted(
      PoolTimeoutException e, @Nullable MailConnectorException last) {
    boolean interrupted = e.getCause() != null;
    String what =
        (interrupted ? "Interrupted while waiting" : "No connection came free in time")
            + " ("
            + e.snapshot()
            + ")"
            + (last == null ? "" : "; the last attempt to open one failed: " + last.getMessage());
    return new PoolExhaustedException(
        FailureDetail.of(
                Stage.POOL,
                what,
                Advice.RETRY_LATER,
                interrupted ? ConnectRows.INTERRUPTED : ConnectRows.POOL_EXHAUSTED)
            .withCause(last == null ? e : last));
  }

  /** Something that the application gave the connector failed where a connection was needed. */
  static ConnectionFailedException unopened(Throwable e) {
    return new ConnectionFailedException(
        FailureDetail.of(
                Stage.CONNECT,
                "No connection could be opened (" + e + ")",
                Advice.FIX_CONFIGURATION,
                ConnectRows.GIVEN_PART_FAILS)
            .withCause(e));
  }

  /** A message that fails where it is read. */
  static InvalidMessageException unwritable(RuntimeException e) {
    return new InvalidMessageException(
        FailureDetail.of(
                Stage.MESSAGE,
                "The message could not be written out (" + e + ")",
                Advice.FIX_MESSAGE,
                MailRows.UNWRITABLE)
            .withCause(e));
  }

  /** The application's executor said no. */
  static ConnectionFailedException overloaded(RejectedExecutionException e) {
    return new ConnectionFailedException(
        FailureDetail.of(
                Stage.CONNECT,
                "The executor that the application gave the connector takes no more work",
                Advice.RETRY_LATER,
                ConnectRows.EXECUTOR_FULL)
            .withCause(e));
  }

  /** A thread of ours failed over a message. */
  static DeliveryUnknownException broken(Throwable e) {
    return new DeliveryUnknownException(
        FailureDetail.of(
                Stage.CONTENT,
                "The sending thread failed (" + e + ")",
                Advice.MAY_HAVE_BEEN_SENT,
                MailRows.BUG)
            .withCause(e));
  }
}

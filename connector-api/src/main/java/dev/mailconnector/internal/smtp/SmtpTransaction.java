package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.internal.smtp.DotStuffing.UnreadableException;
import dev.mailconnector.reply.RecipientReply;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mail transaction (RFC 5321 section 3.3), one command at a time. Until the last chunk of the
 * message is on its way a lost line means that nothing was sent; from then on, until the final
 * reply, it means that nobody knows. Used once.
 */
final class SmtpTransaction {
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final ServerSession session;
  private final OutgoingMessage message;
  private final boolean allOrNothing;
  private final Timeouts timeouts;
  private final Ticker ticker;
  private final @Nullable Deadline deadline;
  private Stage stage = Stage.MAIL;
  private boolean inOrder = true;

  SmtpTransaction(
      ServerSession session,
      OutgoingMessage message,
      boolean allOrNothing,
      Timeouts timeouts,
      Ticker ticker,
      @Nullable Deadline deadline) {
    this.session = session;
    this.message = message;
    this.allOrNothing = allOrNothing;
    this.timeouts = timeouts;
    this.ticker = ticker;
    this.deadline = deadline;
  }

  /**
   * Runs it.
   *
   * @throws SendRefusedException if the server took it for nobody
   * @throws InvalidMessageException if this server cannot take such a message at all
   * @throws ConnectionLostException if the line broke and nothing was sent
   * @throws DeliveryUnknownException if the line broke and nobody knows
   */
  Delivery run() {
    MailParameters parameters =
        MailParameters.of(message, session.capabilities(), session.endpoint());
    try {
      session.wire().requireRest();
      SmtpReply sender =
          command(
              "MAIL FROM:<" + parameters.address(message.envelope().sender()) + ">" + parameters);
      if (!sender.isPositive()) {
        throw refused(sender, List.of());
      }
      stage = Stage.RCPT;
      List<RecipientReply> recipients = recipients(parameters);
      stage = Stage.DATA;
      SmtpReply ready = command("DATA");
      if (ready.code() != 354) {
        throw refused(ready, recipients);
      }
      session.wire().requireSilence();
      stage = Stage.CONTENT;
      SmtpReply last = content(recipients);
      if (last.isPositive()) {
        return new Delivery(recipients, last);
      }
      if (last.isTransient() || last.isPermanent()) {
        throw refused(last, recipients);
      }
      throw new ProtocolException("the server said \"" + last + "\" to the message");
    } catch (IOException e) {
      inOrder = false;
      throw lost(e);
    }
  }

  /** Whether the connection is in a known state. */
  boolean leftInOrder() {
    return inOrder;
  }

  /**
   * Whether a sender is still set at the server, so that RSET must come before the next
   * transaction.
   */
  boolean leftOpen() {
    return inOrder && (stage == Stage.RCPT || stage == Stage.DATA);
  }

  private List<RecipientReply> recipients(MailParameters parameters) throws IOException {
    List<RecipientReply> replies = new ArrayList<>(message.envelope().recipients().size());
    int accepted = 0;
    for (String recipient : message.envelope().recipients()) {
      SmtpReply reply = command("RCPT TO:<" + parameters.address(recipient) + ">");
      replies.add(new RecipientReply(recipient, reply));
      accepted += reply.isPositive() ? 1 : 0;
      if (reply.code() == 421) {
        throw refused(reply, replies);
      }
    }
    if (accepted == 0 || (allOrNothing && accepted < replies.size())) {
      throw refused(decisive(replies), replies);
    }
    return replies;
  }

  /**
   * A refusal that may pass decides, since the message may then be taken later; one that stays
   * decides where all recipients are wanted or none.
   */
  private SmtpReply decisive(List<RecipientReply> replies) {
    List<SmtpReply> refusals =
        replies.stream().filter(reply -> !reply.accepted()).map(RecipientReply::reply).toList();
    return refusals.stream()
        .filter(reply -> ReplyAdvice.mayPass(reply) != allOrNothing)
        .findFirst()
        .orElse(refusals.get(0));
  }

  private SmtpReply content(List<RecipientReply> recipients) throws IOException {
    DotStuffing writer =
        new DotStuffing(session.wire(), () -> Deadline.in(timeouts.command(), ticker));
    try (InputStream in = open()) {
      writer.write(in);
    } catch (UnreadableException e) {
      inOrder = false;
      throw unreadable(e);
    } catch (IOException e) {
      inOrder = false;
      SmtpReply lastWords = lastWords();
      if (lastWords != null && !lastWords.isPositive()) {
        throw refused(lastWords, recipients);
      }
      stage = writer.mayBeComplete() ? Stage.CONTENT : Stage.DATA;
      throw e;
    }
    return session.wire().reply(Deadline.in(timeouts.finalReply(), ticker));
  }

  private InputStream open() throws UnreadableException {
    try {
      return message.content().open();
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  private static InvalidMessageException unreadable(UnreadableException e) {
    return new InvalidMessageException(
        FailureDetail.of(
                Stage.DATA,
                "The message could not be read back from its temporary file ("
                    + e.getMessage()
                    + ")",
                Advice.RETRY_LATER,
                "Nothing was sent. Something on this machine deletes or locks files in the"
                    + " temporary folder.")
            .withCause(e));
  }

  /**
   * A server that gives up in the middle of a message usually says why before it closes the
   * connection.
   */
  private @Nullable SmtpReply lastWords() {
    try {
      return session.wire().reply(Deadline.in(LAST_WORDS, ticker));
    } catch (IOException e) {
      return null;
    }
  }

  private SmtpReply command(String line) throws IOException {
    SmtpReply reply =
        session.wire().command(line, Deadline.earliest(deadline, timeouts.command(), ticker));
    if (reply.code() == 421) {
      inOrder = false;
    }
    return reply;
  }

  private SendRefusedException refused(SmtpReply reply, List<RecipientReply> recipients) {
    boolean refusal = reply.isTransient() || reply.isPermanent();
    if (reply.code() == 421 || !refusal) {
      // It closes the connection, or answers something that was not asked.
      inOrder = false;
    }
    ReplyAdvice advice = ReplyAdvice.of(stage, reply);
    return new SendRefusedException(
        FailureDetail.of(stage, what(recipients), advice.advice(), advice.remedy())
            .withReply(reply),
        recipients);
  }

  private String what(List<RecipientReply> recipients) {
    String where = " at " + session.endpoint();
    return switch (stage) {
      case MAIL -> "The sender <" + message.envelope().sender() + "> was refused" + where;
      case RCPT ->
          recipients.stream().anyMatch(RecipientReply::accepted)
              ? "A recipient was refused"
                  + where
                  + ", so nobody gets the message (all-or-nothing): "
                  + refusedOf(recipients)
              : "Every recipient was refused" + where + ": " + refusedOf(recipients);
      default -> "The message was refused" + where;
    };
  }

  private static String refusedOf(List<RecipientReply> recipients) {
    List<String> refused =
        recipients.stream()
            .filter(reply -> !reply.accepted())
            .map(reply -> "<" + reply.recipient() + ">")
            .toList();
    return refused.size() <= 5
        ? String.join(", ", refused)
        : String.join(", ", refused.subList(0, 5)) + " and " + (refused.size() - 5) + " more";
  }

  private MailConnectorException lost(IOException e) {
    if (stage == Stage.CONTENT) {
      return new DeliveryUnknownException(
          FailureDetail.of(
                  Stage.CONTENT,
                  "The message went out to "
                      + session.endpoint()
                      + ", but its reply did not come ("
                      + describe(e)
                      + ")",
                  Advice.MAY_HAVE_BEEN_SENT,
                  "The server may have accepted it. Look for its Message-ID there, or in the"
                      + " recipient's mailbox, before sending it again.")
              .withCause(e));
    }
    return new ConnectionLostException(
        FailureDetail.of(
                stage,
                "The connection to "
                    + session.endpoint()
                    + " broke at "
                    + stage
                    + " ("
                    + describe(e)
                    + ")",
                Advice.RETRY_OTHER_CONNECTION,
                "Nothing was sent; the message may be sent again at once.")
            .withCause(e));
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}

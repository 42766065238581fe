package dev.mailconnector.internal.smtp;

import dev.mailconnector.Envelope;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.MailRows;
import dev.mailconnector.reply.RecipientReply;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the replies of one transaction add up to, however the commands were grouped: accepted,
 * refused by whom, lost, or unknown. Does no I/O. Not thread-safe.
 */
final class MailJudge {
  private static final int NAMED_RECIPIENTS = 5;

  /** RFC 5321 section 4.5.3.1.5 lets a reply line have 512 octets; of many replies each counts. */
  private static final int LONGEST_TEXT = 1024;

  private final SmtpEndpoint endpoint;
  private final Envelope envelope;
  private final boolean allOrNothing;
  private @Nullable SmtpReply sender;
  private final List<RecipientReply> recipients;

  MailJudge(SmtpEndpoint endpoint, Envelope envelope, boolean allOrNothing) {
    this.endpoint = endpoint;
    this.envelope = envelope;
    this.allOrNothing = allOrNothing;
    this.recipients = new ArrayList<>(envelope.recipients().size());
  }

  /** The reply to MAIL. */
  void hearSender(SmtpReply reply) {
    sender = reply;
  }

  /** The reply to the next RCPT. */
  void hearRecipient(SmtpReply reply) {
    String recipient = envelope.recipients().get(recipients.size());
    recipients.add(new RecipientReply(recipient, shortened(reply)));
  }

  /** Thousands of them are kept until the message has its own reply. */
  private static SmtpReply shortened(SmtpReply reply) {
    int length = 0;
    for (String line : reply.lines()) {
      length += line.length();
    }
    if (length <= LONGEST_TEXT) {
      return reply;
    }
    String text = String.join(" | ", reply.lines()).substring(0, LONGEST_TEXT) + "...";
    return new SmtpReply(reply.code(), reply.enhanced(), List.of(text));
  }

  /**
   * The failure that MAIL and RCPT have already brought about, or null as long as somebody may get
   * the message.
   */
  @Nullable SendRefusedException refusedEnvelope() {
    SmtpReply mail = sender;
    if (mail == null) {
      return null;
    }
    if (!mail.isPositive()) {
      return refused(Stage.MAIL, mail);
    }
    if (recipients.size() < envelope.recipients().size()) {
      return null;
    }
    int accepted = 0;
    for (RecipientReply recipient : recipients) {
      accepted += recipient.accepted() ? 1 : 0;
    }
    return accepted == 0 || (allOrNothing && accepted < recipients.size())
        ? refused(Stage.RCPT, decisive())
        : null;
  }

  /**
   * A refusal that may pass decides, since the message may then be taken later; one that stays
   * decides where all recipients are wanted or none.
   */
  private SmtpReply decisive() {
    List<SmtpReply> refusals =
        recipients.stream().filter(reply -> !reply.accepted()).map(RecipientReply::reply).toList();
    return refusals.stream()
        .filter(reply -> ReplyAdvice.mayPass(reply) != allOrNothing)
        .findFirst()
        .orElse(refusals.get(0));
  }

  /** The server took it. */
  Delivery accepted(SmtpReply verdict, SendReceipt.Dsn dsn) {
    return new Delivery(recipients, verdict, dsn);
  }

  /** The server refused it with this reply. */
  SendRefusedException refused(Stage stage, SmtpReply reply) {
    ReplyAdvice advice = ReplyAdvice.of(stage, reply);
    return new SendRefusedException(
        FailureDetail.of(stage, what(stage), advice.advice(), advice.diagnosis()).withReply(reply),
        recipients);
  }

  private String what(Stage stage) {
    return switch (stage) {
      case MAIL -> "The sender <" + envelope.sender() + "> was refused at " + endpoint;
      case RCPT ->
          hasAcceptedRecipient()
              ? "A recipient was refused at "
                  + endpoint
                  + ", so nobody gets the message (all-or-nothing): "
                  + refusedNames()
              : "Every recipient was refused at " + endpoint + ": " + refusedNames();
      default -> "The message was refused at " + endpoint;
    };
  }

  private String refusedNames() {
    List<String> names =
        recipients.stream()
            .filter(reply -> !reply.accepted())
            .map(reply -> "<" + reply.recipient() + ">")
            .toList();
    return names.size() <= NAMED_RECIPIENTS
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED_RECIPIENTS))
            + " and "
            + (names.size() - NAMED_RECIPIENTS)
            + " more";
  }

  /** The message could not be read from the file that it is in. */
  InvalidMessageException unreadable(IOException e) {
    return new InvalidMessageException(
        FailureDetail.of(
                Stage.DATA,
                "The message could not be read from its file while it was sent ("
                    + e.getMessage()
                    + ")",
                Advice.RETRY_LATER,
                MailRows.FILE_CHANGED)
            .withCause(e));
  }

  /** Whether the reply to MAIL is known. */
  boolean hasHeardSender() {
    return sender != null;
  }

  /** Whether any of the replies to RCPT that are known is an acceptance. */
  boolean hasAcceptedRecipient() {
    return recipients.stream().anyMatch(RecipientReply::accepted);
  }

  /** Whether the reply to every RCPT is known. */
  boolean hasHeardRecipients() {
    return recipients.size() == envelope.recipients().size();
  }

  /**
   * The line broke.
   *
   * @param stage where
   * @param handedOver whether the last byte of the message may have reached the server
   */
  MailConnectorException lost(Stage stage, boolean handedOver, IOException e) {
    SendRefusedException refused = refusedEnvelope();
    if (refused != null) {
      return refused;
    }
    if (handedOver) {
      return unknown(e);
    }
    return unsent(stage, e);
  }

  /** The line broke before the last byte of the message could reach the server. */
  ConnectionLostException unsent(Stage stage, IOException e) {
    return new ConnectionLostException(
        FailureDetail.of(
                stage,
                "The connection to " + endpoint + " broke at " + stage + " (" + describe(e) + ")",
                Advice.RETRY_OTHER_CONNECTION,
                MailRows.CUT)
            .withCause(e));
  }

  /** The message is with the server, and what became of it is not known. */
  DeliveryUnknownException unknown(IOException e) {
    return new DeliveryUnknownException(
        FailureDetail.of(
                Stage.CONTENT,
                "The message went out to "
                    + endpoint
                    + ", but its reply did not come ("
                    + describe(e)
                    + ")",
                Advice.MAY_HAVE_BEEN_SENT,
                MailRows.UNKNOWN)
            .withCause(e));
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}

package dev.mailconnector.failure;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.reply.RecipientReply;
import java.util.List;

/**
 * The server took the message for some recipients and refused others. The accepted ones have it: do
 * not send it to all again. {@link #advice()} is about the {@linkplain #refused() refused} ones
 * only: {@link Advice#RETRY_LATER} where one of them may be taken later, else {@link
 * Advice#FIX_MESSAGE}.
 */
public final class PartlyAcceptedException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Always a List.copyOf, which is serializable.
  private final List<RecipientReply> recipients;

  private final SendReceipt.Dsn dsn;

  /**
   * With this detail, what the server said to each recipient, in order, and what became of the
   * request for notifications.
   */
  public PartlyAcceptedException(
      FailureDetail detail, List<RecipientReply> recipients, SendReceipt.Dsn dsn) {
    super(detail);
    this.recipients = List.copyOf(recipients);
    this.dsn = dsn;
  }

  /** What the server said to each recipient, in the envelope's order. */
  public List<RecipientReply> recipients() {
    return recipients;
  }

  /** Whether the server was asked for delivery status notifications, for those that have it. */
  public SendReceipt.Dsn dsn() {
    return dsn;
  }

  /** The recipients that have the message. */
  public List<String> accepted() {
    return recipients.stream()
        .filter(RecipientReply::accepted)
        .map(RecipientReply::recipient)
        .toList();
  }

  /** The recipients that were refused, with the reason. */
  public List<RecipientReply> refused() {
    return recipients.stream().filter(recipient -> !recipient.accepted()).toList();
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new PartlyAcceptedException(other, recipients, dsn);
  }
}

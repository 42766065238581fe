package dev.mailconnector.failure;

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

  /** With this detail and what the server said to each recipient, in order. */
  public PartlyAcceptedException(FailureDetail detail, List<RecipientReply> recipients) {
    super(detail);
    this.recipients = List.copyOf(recipients);
  }

  /** What the server said to each recipient, in the envelope's order. */
  public List<RecipientReply> recipients() {
    return recipients;
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
    return new PartlyAcceptedException(other, recipients);
  }
}

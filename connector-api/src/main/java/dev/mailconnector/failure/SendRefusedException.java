package dev.mailconnector.failure;

import dev.mailconnector.reply.RecipientReply;
import java.util.List;

/** The server refused the sender, every recipient, or the message. Nobody gets it. */
public final class SendRefusedException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Always a List.copyOf, which is serializable.
  private final List<RecipientReply> recipients;

  /** With this detail and what the server said to each recipient that was asked for, in order. */
  public SendRefusedException(FailureDetail detail, List<RecipientReply> recipients) {
    super(detail);
    this.recipients = List.copyOf(recipients);
  }

  /**
   * What the server said to each recipient, in the envelope's order; empty if it refused before
   * them.
   */
  public List<RecipientReply> recipients() {
    return recipients;
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new SendRefusedException(other, recipients);
  }
}

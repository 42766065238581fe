package dev.mailconnector.internal.smtp;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.reply.RecipientReply;
import dev.mailconnector.reply.SmtpReply;
import java.util.List;

/**
 * A message that the server accepted.
 *
 * @param recipients what it said to each recipient, in order
 * @param reply its final reply
 * @param dsn what became of the wish for delivery status notifications
 */
public record Delivery(List<RecipientReply> recipients, SmtpReply reply, SendReceipt.Dsn dsn) {

  /** Whether every recipient was accepted. */
  public boolean isComplete() {
    for (RecipientReply recipient : recipients) {
      if (!recipient.accepted()) {
        return false;
      }
    }
    return true;
  }
}

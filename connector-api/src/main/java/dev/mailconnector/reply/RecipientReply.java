package dev.mailconnector.reply;

import java.io.Serializable;

/**
 * What the server said to one recipient (RCPT).
 *
 * @param recipient the address as it was sent
 * @param reply the answer, verbatim
 */
public record RecipientReply(String recipient, SmtpReply reply) implements Serializable {

  /** Whether the server took the recipient. */
  public boolean accepted() {
    return reply.isPositive();
  }

  @Override
  public String toString() {
    return recipient + ": " + reply.text();
  }
}

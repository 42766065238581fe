package dev.mailconnector;

import dev.mailconnector.reply.RecipientReply;
import dev.mailconnector.reply.SmtpReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proof that the server accepted a message for every recipient of its envelope. Immutable. It is
 * received, not made: components may be added in any version.
 *
 * @param account the account it went through
 * @param correlationId the id of the send: yours, or one made here
 * @param tags the words of yours that came with the send
 * @param identity the login name, or null where no login is configured
 * @param envelope sender and recipients as they were sent
 * @param recipients what the server said to each recipient, in order
 * @param reply the final reply; servers put their queue id here
 * @param dsn whether the server was asked for delivery status notifications
 * @param connection the id of the connection, as in the events
 * @param attempts how often it was tried to hand the message over: 2 if the first connection turned
 *     out dead. A second login on the way to a connection does not count
 * @param took from the call to the final reply
 */
public record SendReceipt(
    String account,
    String correlationId,
    Map<String, String> tags,
    @Nullable String identity,
    Envelope envelope,
    List<RecipientReply> recipients,
    SmtpReply reply,
    Dsn dsn,
    String connection,
    int attempts,
    Duration took) {

  /** What became of a {@link DsnRequest}. */
  public enum Dsn {
    /** There was none. */
    NOT_WANTED,
    /** The server was asked as the request says. */
    REQUESTED,
    /**
     * The server does not offer DSN and was asked for nothing: whether anybody will be notified of
     * anything, a failure included, is up to it.
     */
    NOT_OFFERED
  }

  /** Copies list and tags. */
  public SendReceipt {
    tags = Map.copyOf(tags);
    recipients = List.copyOf(recipients);
  }
}

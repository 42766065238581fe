package dev.mailconnector.internal.smtp;

import dev.mailconnector.internal.message.OutgoingMessage;
import java.util.List;

/**
 * Several messages under way on one connection, so that the line is crossed less often than once a
 * message each; how, depends on what the server takes. Not thread-safe.
 *
 * @param <T> what the caller knows a message by
 */
public interface Convoy<T> {
  /** Whether this message may go now. */
  boolean hasRoomFor(OutgoingMessage message);

  /**
   * Sends a message for which there is room. If the line breaks, {@link #land} tells.
   *
   * @throws dev.mailconnector.failure.MailConnectorException if this server cannot take it; then
   *     nothing was sent
   */
  void send(T message, OutgoingMessage content);

  /** Sends what was held back for the next message to go with it. */
  void depart();

  /** Whether the server has begun to answer, so that to land takes no long wait. */
  boolean hasNews();

  /**
   * Hears what the server says next, and tells what became of which messages; perhaps of none yet.
   */
  List<Landing<T>> land();

  /** Whether nothing is under way. */
  boolean isEmpty();

  /** Whether the connection may carry more. */
  boolean isUsable();

  /** The messages whose fate was never told; for when the caller itself has failed. */
  List<T> unheard();

  /** Leaves the connection to others; nothing must be under way. */
  void rest();
}

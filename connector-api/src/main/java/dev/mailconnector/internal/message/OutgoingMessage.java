package dev.mailconnector.internal.message;

import dev.mailconnector.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * A message ready for the wire: checked and serialised. Whoever made it closes it when the send is
 * over.
 *
 * @param envelope who sends and who receives
 * @param content the message with canonical line ends
 * @param eightBit whether it has bytes outside US-ASCII, so that the server must take 8BITMIME (RFC
 *     6152)
 * @param eightBitField the name of a header field that has some of them, so that the server must
 *     take SMTPUTF8 (RFC 6531); null if none has
 * @param terms what it is sent on
 */
public record OutgoingMessage(
    Envelope envelope,
    Content content,
    boolean eightBit,
    @Nullable String eightBitField,
    Terms terms)
    implements AutoCloseable {

  @Override
  public void close() {
    content.close();
  }
}

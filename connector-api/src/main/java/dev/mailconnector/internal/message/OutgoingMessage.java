package dev.mailconnector.internal.message;

import dev.mailconnector.Envelope;

/**
 * A message ready for the wire: checked and serialised. Whoever made it closes it when the send is
 * over.
 *
 * @param envelope who sends and who receives
 * @param content the message with canonical line ends
 * @param eightBit whether it has bytes outside US-ASCII, so that the server must take 8BITMIME (RFC
 *     6152)
 * @param eightBitHeader whether some of them are in its header, so that the server must take
 *     SMTPUTF8 (RFC 6531)
 */
public record OutgoingMessage(
    Envelope envelope, Content content, boolean eightBit, boolean eightBitHeader)
    implements AutoCloseable {

  @Override
  public void close() {
    content.close();
  }
}

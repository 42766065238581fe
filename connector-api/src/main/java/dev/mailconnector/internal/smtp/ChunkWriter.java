package dev.mailconnector.internal.smtp;

import dev.mailconnector.internal.message.Content;
import java.io.IOException;
import java.io.InputStream;

/**
 * Writes a message as the one chunk of a BDAT (RFC 3030): as it is, and its beginning in one piece
 * with the commands before it. Used once.
 */
final class ChunkWriter {
  private static final int PIECE = 64 * 1024;

  private final SmtpWire wire;
  private final PieceLimits limits;
  private boolean lastPiece;

  /** Onto this wire, within these limits. */
  ChunkWriter(SmtpWire wire, PieceLimits limits) {
    this.wire = wire;
    this.limits = limits;
  }

  /**
   * Writes all of it.
   *
   * @param buffer what goes along with the first piece, and room for that
   * @param begun how much of the buffer is taken
   */
  void write(Content content, byte[] buffer, int begun) throws IOException {
    if (content instanceof Content.InMemory memory) {
      writeMemory(memory, buffer, begun);
    } else {
      writeStream(content, buffer, begun);
    }
  }

  /**
   * Whether the last bytes have been handed to the socket, so that the server may have accepted the
   * message.
   */
  boolean mayBeComplete() {
    return lastPiece;
  }

  /** Only the first piece is copied. */
  private void writeMemory(Content.InMemory content, byte[] buffer, int begun) throws IOException {
    int sent = Math.min(content.length(), buffer.length - begun);
    System.arraycopy(content.bytes(), 0, buffer, begun, sent);
    put(buffer, 0, begun + sent, sent == content.length());
    while (sent < content.length()) {
      int count = Math.min(PIECE, content.length() - sent);
      put(content.bytes(), sent, count, sent + count == content.length());
      sent += count;
    }
  }

  private void writeStream(Content content, byte[] buffer, int begun) throws IOException {
    int length = begun;
    long left = content.size();
    try (InputStream in = UnreadableException.guard(content::open)) {
      while (left > 0) {
        int offset = length;
        int room = (int) Math.min(buffer.length - length, left);
        int count = UnreadableException.guard(() -> in.readNBytes(buffer, offset, room));
        if (count == 0) {
          throw UnreadableException.ended();
        }
        left -= count;
        put(buffer, 0, length + count, left == 0);
        length = 0;
      }
    }
  }

  private void put(byte[] bytes, int offset, int length, boolean last) throws IOException {
    lastPiece = last;
    wire.content(bytes, offset, length, last ? limits.last() : limits.piece());
  }
}

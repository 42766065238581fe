package dev.mailconnector.internal.smtp;

import java.io.IOException;
import java.io.InputStream;

/**
 * Writes a message after DATA (RFC 5321 section 4.5.2): doubles the dot that begins a line and ends
 * with the line that holds a single dot. The content's line ends are canonical and its last line is
 * complete. Used once.
 */
final class DotStuffing {
  private static final int CHUNK = 32 * 1024;
  private static final byte[] END = {'.', '\r', '\n'};

  private final SmtpWire wire;
  private final PieceLimits limits;
  private final byte[] out = new byte[CHUNK];
  private int length;
  private boolean lastChunk;

  /** Onto this wire, within these limits. */
  DotStuffing(SmtpWire wire, PieceLimits limits) {
    this.wire = wire;
    this.limits = limits;
  }

  /**
   * Writes all of it, and the end.
   *
   * @param behind commands that go out with the end (RFC 2920 section 3.1)
   */
  void write(InputStream content, byte[] behind) throws IOException {
    byte[] in = new byte[CHUNK / 2];
    boolean lineStart = true;
    for (int count = UnreadableException.guard(() -> content.read(in));
        count >= 0;
        count = UnreadableException.guard(() -> content.read(in))) {
      int start = 0;
      for (int i = 0; i < count; i++) {
        if (lineStart && in[i] == '.') {
          put(in, start, i - start);
          put(END, 0, 1);
          start = i;
        }
        lineStart = in[i] == '\n';
      }
      put(in, start, count - start);
    }
    boolean together = length + END.length + behind.length <= CHUNK;
    if (length + END.length > CHUNK) {
      flush();
    }
    put(END, 0, END.length);
    if (together) {
      put(behind, 0, behind.length);
    }
    lastChunk = true;
    flush();
    if (!together) {
      wire.content(behind, 0, behind.length, limits.last());
    }
  }

  /**
   * Whether the last bytes have been handed to the socket, so that the server may have accepted the
   * message.
   */
  boolean mayBeComplete() {
    return lastChunk;
  }

  private void put(byte[] bytes, int offset, int count) throws IOException {
    if (length + count > CHUNK) {
      flush();
    }
    System.arraycopy(bytes, offset, out, length, count);
    length += count;
  }

  private void flush() throws IOException {
    wire.content(out, 0, length, lastChunk ? limits.last() : limits.piece());
    length = 0;
  }
}

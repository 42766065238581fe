package dev.mailconnector.internal.smtp;

import java.io.EOFException;
import java.io.IOException;

/** The message itself could not be read back; the line is not at fault. */
final class UnreadableException extends IOException {
  private static final long serialVersionUID = 1L;

  private UnreadableException(IOException cause) {
    super(cause.toString(), cause);
  }

  /** The message ended before its size. */
  static UnreadableException ended() {
    return new UnreadableException(new EOFException("it became shorter"));
  }

  /** Reads from the message. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /** What this reads; whatever goes wrong is the message's fault and not the line's. */
  static <T> T guard(Reading<T> reading) throws UnreadableException {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }
}

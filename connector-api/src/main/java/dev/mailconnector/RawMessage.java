package dev.mailconnector;

import dev.mailconnector.internal.message.ReadOnce;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A finished RFC 5322 message, wherever its bytes are. It is never held in memory whole if it is
 * larger than {@link Account.Builder#memoryLimit}, unless it was handed over as an array. Its
 * {@code toString} says where it is, and nothing of what it says.
 *
 * <p>It may be sent by several sends at a time, except one of a stream, which is read once.
 */
public sealed interface RawMessage {

  /** The message in this array. It is not copied and must not be changed until it is sent. */
  static RawMessage of(byte[] bytes) {
    return new InMemory(bytes);
  }

  /**
   * The message in this file. It must stay as it is until it is sent: a large one whose lines end
   * with CRLF is checked once and then sent from the file itself. If it changes in between, the
   * send fails and nobody gets anything.
   */
  static RawMessage of(Path file) {
    return new InFile(file);
  }

  /**
   * The message that this stream holds, up to its end. It is read once, in the thread that sends
   * (in {@link MailConnector#sendAll}: that reads the source), before a connection is taken, and
   * not closed. A large one goes through a temporary file. It is read no further when the deadline
   * of its send is over; one without an end needs a deadline, and a read that blocks has to end by
   * itself. If its account is replaced while it waits for a connection, its send fails instead of
   * going on with the new account.
   */
  static RawMessage of(InputStream stream) {
    return new InStream(stream);
  }

  /**
   * A message in an array.
   *
   * @param bytes the array itself, no copy
   */
  @SuppressWarnings("ArrayRecordComponent") // Large, and handed over; two are equal if the same.
  record InMemory(byte[] bytes) implements RawMessage {
    @Override
    public String toString() {
      return "a message of " + bytes.length + " bytes";
    }
  }

  /**
   * A message in a file.
   *
   * @param file where it is
   */
  record InFile(Path file) implements RawMessage {
    @Override
    public String toString() {
      return "the message in " + file;
    }
  }

  /**
   * A message that is read once.
   *
   * @param stream what holds it; the sender's alone from now on
   */
  record InStream(InputStream stream) implements RawMessage {
    /** Sees to it that no second send gets what the first one left. */
    public InStream {
      stream = ReadOnce.of(stream);
    }

    @Override
    public String toString() {
      return "the message of a stream";
    }
  }
}

package dev.mailconnector;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A finished RFC 5322 message, wherever its bytes are. It is never held in memory whole if it is
 * larger than {@link Account.Builder#memoryLimit}, unless it was handed over as an array.
 *
 * <p>It may be sent by several sends at a time, except one of a stream, which is read once.
 */
public final class RawMessage {
  private final Opening opening;
  private final byte @Nullable [] array;
  private final @Nullable Path file;
  private final String description;

  @FunctionalInterface
  private interface Opening {
    InputStream open() throws IOException;
  }

  private RawMessage(
      Opening opening, byte @Nullable [] array, @Nullable Path file, String description) {
    this.opening = opening;
    this.array = array;
    this.file = file;
    this.description = description;
  }

  /** The message in this array. It is not copied and must not be changed until it is sent. */
  public static RawMessage of(byte[] bytes) {
    return new RawMessage(
        () -> new ByteArrayInputStream(bytes),
        bytes,
        null,
        "a message of " + bytes.length + " bytes");
  }

  /**
   * The message in this file. It must stay as it is until it is sent: a large one whose lines end
   * with CRLF is checked once and then sent from the file itself. If it changes in between, the
   * send fails and nobody gets anything.
   */
  public static RawMessage of(Path file) {
    return new RawMessage(() -> Files.newInputStream(file), null, file, "the message in " + file);
  }

  /**
   * The message that this stream holds, up to its end. It is read once, in the thread that sends
   * (in {@link MailConnector#sendAll}: that reads the source), before a connection is taken, and
   * not closed. A large one goes through a temporary file. If its account is replaced while it
   * waits for a connection, its send fails instead of going on with the new account.
   */
  public static RawMessage of(InputStream stream) {
    AtomicReference<@Nullable InputStream> unread = new AtomicReference<>(stream);
    Opening once =
        () -> {
          InputStream given = unread.getAndSet(null);
          if (given == null) {
            throw new IOException("its stream was read before, and can be read only once");
          }
          return new Unclosed(given);
        };
    return new RawMessage(once, null, null, "the message of a stream");
  }

  /**
   * Its bytes from the start. Whoever opens it closes it.
   *
   * @throws IOException if they cannot be read, or if they came from a stream and were read before
   */
  public InputStream open() throws IOException {
    return opening.open();
  }

  /** The array that it is in, itself and no copy of it, or null if it is elsewhere. */
  public byte @Nullable [] array() {
    return array;
  }

  /** The file that it is in, or null if it is elsewhere. */
  public @Nullable Path file() {
    return file;
  }

  /** Where it is; nothing of what it says. */
  @Override
  public String toString() {
    return description;
  }

  /** The application's own stream, which the application closes. */
  private static final class Unclosed extends InputStream {
    private final InputStream in;

    Unclosed(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }
  }
}

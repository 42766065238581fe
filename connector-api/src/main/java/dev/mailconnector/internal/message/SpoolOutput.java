package dev.mailconnector.internal.message;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects bytes in memory up to a bound and beyond it in a temporary file. Not thread-safe. */
final class SpoolOutput extends OutputStream {
  private static final int SMALLEST = 4 * 1024;
  private static final int LARGEST_GUESS = 256 * 1024;

  private final int memoryLimit;
  private final @Nullable Path folder;
  private byte[] buffer;
  private int length;
  private @Nullable Path file;
  private @Nullable OutputStream fileOutput;
  private long size;

  /**
   * Keeps up to {@code memoryLimit} bytes in memory; {@code folder} is the system's own if null.
   * The guess is how much will come.
   */
  SpoolOutput(long guess, int memoryLimit, @Nullable Path folder) {
    this.memoryLimit = memoryLimit;
    this.folder = folder;
    long first = Math.max(SMALLEST, Math.min(guess + guess / 8, LARGEST_GUESS));
    this.buffer = new byte[(int) Math.min(memoryLimit, first)];
  }

  @Override
  public void write(int b) throws IOException {
    if (fileOutput == null && length < buffer.length) {
      buffer[length++] = (byte) b;
      size++;
    } else {
      write(new byte[] {(byte) b}, 0, 1);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (fileOutput == null && length + (long) count > memoryLimit) {
      spill();
    }
    if (fileOutput != null) {
      toFile(fileOutput, bytes, offset, count);
    } else {
      if (length + count > buffer.length) {
        int doubled =
            (int) Math.min(memoryLimit, Math.max(length + (long) count, buffer.length * 2L));
        buffer = Arrays.copyOf(buffer, doubled);
      }
      System.arraycopy(bytes, offset, buffer, length, count);
      length += count;
    }
    size += count;
  }

  private void spill() throws SpoolException {
    try {
      Path created =
          folder == null
              ? Files.createTempFile("mail", ".eml")
              : Files.createTempFile(folder, "mail", ".eml");
      file = created;
      OutputStream opened = new BufferedOutputStream(Files.newOutputStream(created), 64 * 1024);
      fileOutput = opened;
      toFile(opened, buffer, 0, length);
    } catch (SpoolException e) {
      throw e;
    } catch (IOException e) {
      throw new SpoolException(e);
    }
    buffer = new byte[0];
    length = 0;
  }

  private static void toFile(OutputStream file, byte[] bytes, int offset, int count)
      throws SpoolException {
    try {
      file.write(bytes, offset, count);
    } catch (IOException e) {
      throw new SpoolException(e);
    }
  }

  /** Everything that was written; this output must not be used any more. */
  Content finish() throws SpoolException {
    if (fileOutput == null || file == null) {
      boolean mostlyEmpty = buffer.length > SMALLEST && buffer.length > 2 * length;
      return new Content.InMemory(mostlyEmpty ? Arrays.copyOf(buffer, length) : buffer, length);
    }
    try {
      fileOutput.close();
    } catch (IOException e) {
      throw new SpoolException(e);
    }
    return new Content.InFile(file, size);
  }

  /** Throws everything away. */
  void discard() throws IOException {
    if (file == null) {
      return;
    }
    Path created = file;
    try {
      if (fileOutput != null) {
        fileOutput.close();
      }
    } catch (IOException e) {
      // A full disk fails the close as well; what is in the file is of no interest any more.
    } finally {
      Files.deleteIfExists(created);
    }
  }

  /** The message is in order; it is the folder for temporary files that is not. */
  static final class SpoolException extends IOException {
    private static final long serialVersionUID = 1L;

    private SpoolException(IOException cause) {
      super(cause.toString(), cause);
    }
  }
}

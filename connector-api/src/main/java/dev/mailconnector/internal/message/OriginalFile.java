package dev.mailconnector.internal.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * The application's own file, which can go out byte for byte; it is left where it is. What is read
 * from it is what was checked, or reading fails before the last byte: its size and time of change
 * are compared at the start, its checksum at the end.
 *
 * @param file where it is
 * @param size how long it was
 * @param modified when it had been changed
 * @param checksum the CRC-32C of what it held
 */
public record OriginalFile(Path file, long size, FileTime modified, long checksum)
    implements Content {
  private static final int PIECE = 64 * 1024;

  /**
   * Looks through a file of more than so many bytes, and gives up where something must be changed;
   * null if it is smaller, no ordinary file, or cannot go out as it is.
   */
  static @Nullable OriginalFile scan(Path file, CanonicalOutput canonical, int memoryLimit)
      throws IOException {
    BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
    if (!before.isRegularFile() || before.size() <= memoryLimit) {
      return null;
    }
    Checksum sum = new CRC32C();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] piece = new byte[PIECE];
      int count = in.read(piece);
      while (count >= 0 && canonical.isUnchanged()) {
        sum.update(piece, 0, count);
        canonical.write(piece, 0, count);
        count = in.read(piece);
      }
    }
    if (canonical.isUnchanged()) {
      canonical.finish();
    }
    return canonical.isUnchanged()
        ? new OriginalFile(file, before.size(), before.lastModifiedTime(), sum.getValue())
        : null;
  }

  @Override
  public InputStream open() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
      throw changed();
    }
    return new Verified(Files.newInputStream(file));
  }

  private IOException changed() {
    return new IOException("the file " + file + " has changed since it was checked");
  }

  /** Gives the last bytes away only if all of them are those that were checked. */
  private final class Verified extends InputStream {
    private final InputStream in;
    private final Checksum sum = new CRC32C();
    private long left = size;

    Verified(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(bytes, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw changed();
      }
      sum.update(bytes, offset, count);
      left -= count;
      if (left == 0 && sum.getValue() != checksum) {
        throw changed();
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}

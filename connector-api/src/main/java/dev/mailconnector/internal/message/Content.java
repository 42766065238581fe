package dev.mailconnector.internal.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A finished message with canonical line ends: in memory while it is small, else in a temporary
 * file that {@link #close} deletes, or in the application's own.
 */
public sealed interface Content extends AutoCloseable
    permits Content.InMemory, Content.InFile, OriginalFile {

  /** The number of bytes, as RFC 1870 counts them. */
  long size();

  /** A fresh stream over the whole of it. */
  InputStream open() throws IOException;

  @Override
  default void close() {}

  /**
   * In memory.
   *
   * @param bytes holds it from its start
   * @param length how much of the array it is
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  record InMemory(byte[] bytes, int length) implements Content {
    @Override
    public long size() {
      return length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes, 0, length);
    }
  }

  /**
   * In a file of ours.
   *
   * @param file readable by this user only
   * @param size its length
   */
  record InFile(Path file, long size) implements Content {
    private static final Logger LOG = LoggerFactory.getLogger(Content.class);

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.warn("The temporary file {} could not be deleted: {}", file, e.toString());
      }
    }
  }
}

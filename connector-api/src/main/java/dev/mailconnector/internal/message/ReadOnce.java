package dev.mailconnector.internal.message;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** The application's own stream, which the application closes and one send may read. */
public final class ReadOnce extends FilterInputStream {
  private final AtomicBoolean begun = new AtomicBoolean();

  private ReadOnce(InputStream in) {
    super(in);
  }

  /** This stream, to be read once in all. */
  public static ReadOnce of(InputStream stream) {
    return stream instanceof ReadOnce once ? once : new ReadOnce(stream);
  }

  /**
   * Begins to read.
   *
   * @throws IOException if somebody has begun before
   */
  InputStream begin() throws IOException {
    if (!begun.compareAndSet(false, true)) {
      throw new IOException("its stream was read before, and can be read only once");
    }
    return this;
  }

  @Override
  public void close() {
    // Not ours.
  }
}

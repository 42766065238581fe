package dev.mailconnector.internal.message;

import dev.mailconnector.internal.Deadline;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes nothing more when the time of its send is over: a source may never end. */
final class TimedOutput extends FilterOutputStream {
  private final Deadline deadline;

  TimedOutput(OutputStream out, Deadline deadline) {
    super(out);
    this.deadline = deadline;
  }

  @Override
  public void write(int b) throws IOException {
    requireTime();
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    requireTime();
    out.write(bytes, offset, count);
  }

  private void requireTime() {
    if (deadline.isOver()) {
      throw MessageWriter.tooLate();
    }
  }
}

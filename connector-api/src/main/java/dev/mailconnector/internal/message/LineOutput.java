package dev.mailconnector.internal.message;

import jakarta.mail.util.LineOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What message objects are written to. It takes lines by itself, so that nobody has to look for a
 * stream that does, and collects the single bytes that text comes in. Not thread-safe.
 */
class LineOutput extends OutputStream implements LineOutputStream {
  private static final byte[] CRLF = {'\r', '\n'};

  private final OutputStream out;
  private final byte[] buffer = new byte[1024];
  private int length;

  LineOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    if (length == buffer.length) {
      empty();
    }
    buffer[length++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (count > buffer.length - length) {
      empty();
    }
    if (count > buffer.length) {
      out.write(bytes, offset, count);
    } else {
      System.arraycopy(bytes, offset, buffer, length, count);
      length += count;
    }
  }

  @Override
  public void writeln(String line) throws IOException {
    write(line.getBytes(StandardCharsets.UTF_8));
    write(CRLF);
  }

  @Override
  public void writeln() throws IOException {
    write(CRLF);
  }

  @Override
  public void flush() throws IOException {
    empty();
    out.flush();
  }

  private void empty() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }
}

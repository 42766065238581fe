package dev.mailconnector.benchmarks.sink;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines and contents out of one buffer. For one thread. */
final class SinkInput {
  private final InputStream in;
  private final BeforeRead beforeRead;
  private final byte[] buffer = new byte[64 * 1024];
  private int from;
  private int to;

  /** What happens around a read that may block. */
  interface BeforeRead {
    void blocking() throws IOException;

    void arrived();
  }

  SinkInput(InputStream in, BeforeRead beforeRead) {
    this.in = in;
    this.beforeRead = beforeRead;
  }

  /** The next line without its end. Replies that wait are sent before a wait for input. */
  String line() throws IOException {
    int scanned = from;
    while (true) {
      for (; scanned < to; scanned++) {
        if (buffer[scanned] == '\n') {
          int end = scanned > from && buffer[scanned - 1] == '\r' ? scanned - 1 : scanned;
          String line = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
          from = scanned + 1;
          return line;
        }
      }
      System.arraycopy(buffer, from, buffer, 0, to - from);
      scanned -= from;
      to -= from;
      from = 0;
      if (to == buffer.length) {
        throw new IOException("a line of more than " + buffer.length + " octets");
      }
      beforeRead.blocking();
      read();
    }
  }

  /** Passes over a chunk of known length. */
  void skip(long length) throws IOException {
    long rest = length;
    while (rest > to - from) {
      rest -= to - from;
      from = to = 0;
      read();
    }
    from += (int) rest;
  }

  /** Passes over the content of DATA up to the line with the dot; returns its octets. */
  long skipToDot() throws IOException {
    // How much of CR LF . CR LF has been seen; a content begins behind a line end.
    int seen = 2;
    long octets = 0;
    beforeRead.blocking();
    while (true) {
      int start = from;
      while (from < to) {
        byte octet = buffer[from++];
        if (octet == '\r') {
          seen = seen == 3 ? 4 : 1;
        } else if (octet == '\n' && seen == 4) {
          return octets + from - start - 3;
        } else if (seen != 0) {
          seen = octet == '\n' && seen == 1 ? 2 : octet == '.' && seen == 2 ? 3 : 0;
        }
      }
      octets += from - start;
      from = to = 0;
      read();
    }
  }

  private void read() throws IOException {
    int count = in.read(buffer, to, buffer.length - to);
    if (count < 0) {
      throw new EOFException();
    }
    to += count;
    beforeRead.arrived();
  }
}

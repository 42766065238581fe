package dev.mailconnector.internal.message;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes every line end CRLF, in one pass: a lone CR or LF inside a message is what SMTP smuggling
 * lives on. The header goes line by line through a {@link HeaderFilter}; of the body it takes note
 * whether it has 8-bit bytes, NUL, or stray line ends. Not thread-safe.
 */
final class CanonicalOutput extends OutputStream {
  private static final byte[] CRLF = {'\r', '\n'};

  private final OutputStream out;
  private final HeaderFilter header;
  private final LineEnds headerEnds = new LineEnds();
  private final LineEnds bodyEnds = new LineEnds();
  private boolean inHeader = true;
  private boolean afterCr;
  private boolean lineIsEmpty = true;
  private int eightBit;
  private boolean hasNul;

  CanonicalOutput(OutputStream out, HeaderFilter header) {
    this.out = out;
    this.header = header;
  }

  /** Counts the ways in which the lines of one part of a message end. */
  private static final class LineEnds {
    private boolean crlf;
    private boolean bareLf;
    private boolean bareCr;

    /**
     * LF throughout is a habit of the platform; mixed ends, or a lone CR, are no line ends at all.
     */
    private boolean areStray() {
      return bareCr || (bareLf && crlf);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int start = offset;
    for (int i = offset; i < end; i++) {
      byte b = bytes[i];
      if (b > '\r') {
        if (afterCr) {
          afterCr = false;
          endLine(false, true);
        }
      } else if (b == '\n' || b == '\r') {
        run(bytes, start, i);
        start = i + 1;
        lineEnd(b);
      } else {
        if (afterCr) {
          afterCr = false;
          endLine(false, true);
        }
        eightBit |= inHeader ? 0 : b;
        hasNul |= b == 0;
      }
    }
    run(bytes, start, end);
  }

  private void lineEnd(byte b) throws IOException {
    if (b == '\n') {
      boolean crlf = afterCr;
      afterCr = false;
      endLine(crlf, false);
    } else {
      if (afterCr) {
        endLine(false, true);
      }
      afterCr = true;
    }
  }

  private void run(byte[] bytes, int start, int end) throws IOException {
    if (start == end) {
      return;
    }
    lineIsEmpty = false;
    if (inHeader) {
      header.collect(bytes, start, end - start);
    } else {
      out.write(bytes, start, end - start);
    }
  }

  private void endLine(boolean crlf, boolean bareCr) throws IOException {
    LineEnds ends = inHeader ? headerEnds : bodyEnds;
    ends.crlf |= crlf;
    ends.bareCr |= bareCr;
    ends.bareLf |= !crlf && !bareCr;
    if (!inHeader) {
      out.write(CRLF);
    } else if (lineIsEmpty) {
      inHeader = false;
      header.end(out);
      out.write(CRLF);
    } else {
      header.endLine(out);
    }
    lineIsEmpty = true;
  }

  /** Completes the last line, and the header if there was nothing else. */
  void finish() throws IOException {
    if (afterCr) {
      afterCr = false;
      endLine(false, true);
    }
    if (!lineIsEmpty) {
      if (inHeader) {
        header.endLine(out);
      } else {
        out.write(CRLF);
      }
    }
    if (inHeader) {
      header.end(out);
    }
  }

  /** Whether line ends were made up where there may have been none. */
  boolean hadStrayLineEnds() {
    return headerEnds.areStray() || bodyEnds.areStray();
  }

  /** Whether anything in the body is outside US-ASCII. */
  boolean isEightBit() {
    return eightBit < 0;
  }

  /** Whether there is a NUL, which no SMTP server need take (RFC 5321 section 4.5.2). */
  boolean hasNul() {
    return hasNul;
  }
}

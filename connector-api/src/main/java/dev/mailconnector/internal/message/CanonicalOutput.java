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

  /** CRs whose LF may still come; several before one LF are what a second conversion leaves. */
  private int crs;

  private boolean lineIsEmpty = true;
  private int eightBit;
  private boolean hasNul;
  private boolean completed;
  private boolean unclearHeader;
  private final byte[] one = new byte[1];

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

    private boolean areRepaired() {
      return bareCr || bareLf;
    }
  }

  @Override
  public void write(int b) throws IOException {
    one[0] = (byte) b;
    write(one, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int start = offset;
    int i = offset;
    while (i < end) {
      i = PlainText.end(bytes, i, end);
      if (crs > 0 && i > start) {
        bareCrs();
      }
      if (i == end) {
        break;
      }
      byte b = bytes[i];
      if (b == '\r' && !inHeader && crs == 0 && i + 1 < end && bytes[i + 1] == '\n') {
        // The run goes on behind it.
        bodyEnds.crlf = true;
        i += 2;
      } else if (b == '\n' || b == '\r') {
        run(bytes, start, i);
        start = ++i;
        lineEnd(b);
      } else {
        if (crs > 0) {
          bareCrs();
        }
        eightBit |= inHeader ? 0 : b;
        hasNul |= b == 0;
        i++;
      }
    }
    run(bytes, start, end);
  }

  /** No LF came: each was meant as a line end. */
  private void bareCrs() throws IOException {
    for (; crs > 0; crs--) {
      endLine(false, true);
    }
  }

  private void lineEnd(byte b) throws IOException {
    if (b == '\r') {
      crs++;
      return;
    }
    if (crs > 1 && inHeader) {
      unclearHeader = true;
      crs--;
      bareCrs();
      endLine(true, false);
    } else {
      boolean crlf = crs == 1;
      boolean surplus = crs > 1;
      crs = 0;
      endLine(crlf, surplus);
    }
  }

  private void run(byte[] bytes, int start, int end) throws IOException {
    if (start == end) {
      return;
    }
    if (inHeader) {
      lineIsEmpty = false;
      header.collect(bytes, start, end - start);
    } else {
      lineIsEmpty = bytes[end - 1] == '\n';
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
    bareCrs();
    if (!lineIsEmpty) {
      completed = true;
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

  /**
   * Whether the header has CR CR LF: either one line end that was converted twice, or the end of a
   * line and then of the header.
   */
  boolean isHeaderUnclear() {
    return unclearHeader;
  }

  /** Whether what came out is what went in. */
  boolean isUnchanged() {
    return !header.isChanged()
        && !completed
        && !headerEnds.areRepaired()
        && !bodyEnds.areRepaired();
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

package dev.mailconnector.testkit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Takes the content of DATA apart (RFC 5321, section 4.5.2). Only CRLF.CRLF ends it and only a dot
 * after CRLF is stuffing: a lone CR or LF is content, so that smuggling shows.
 */
final class DotReader {
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private int beforePrevious = '\r';
  private int previous = '\n';
  private boolean dotOnly;
  private boolean dotThenCr;
  private boolean complete;

  void accept(int octet) {
    raw.write(octet);
    boolean lineStart = beforePrevious == '\r' && previous == '\n';
    if (dotThenCr) {
      dotThenCr = false;
      if (octet == '\n') {
        complete = true;
        return;
      }
      content.write('\r');
      content.write(octet);
    } else if (dotOnly) {
      dotOnly = false;
      if (octet == '\r') {
        dotThenCr = true;
      } else {
        content.write(octet);
      }
    } else if (lineStart && octet == '.') {
      dotOnly = true;
    } else {
      content.write(octet);
    }
    beforePrevious = previous;
    previous = octet;
  }

  boolean isComplete() {
    return complete;
  }

  /** The content as it came, without the final dot and its CRLF. */
  byte[] raw() {
    byte[] octets = raw.toByteArray();
    return complete ? Arrays.copyOf(octets, octets.length - 3) : octets;
  }

  byte[] content() {
    return content.toByteArray();
  }
}

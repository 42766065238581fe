package dev.mailconnector.internal.message;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Looks for parts that are signed, however deep (RFC 1847 section 2.1). */
final class SignedParts {
  /** What the field and its type take, with some folding between them. */
  private static final int ENOUGH = 200;

  private static final String FIELD = "content-type:";
  private static final String SIGNED = "multipart/signed";

  private SignedParts() {}

  /** Whether any header in this message, whose lines end with CRLF, announces a signed part. */
  static boolean areIn(Content message) throws IOException {
    try (InputStream in = new BufferedInputStream(message.open())) {
      StringBuilder line = new StringBuilder(ENOUGH);
      boolean atStart = true;
      for (int b = in.read(); b >= 0; b = in.read()) {
        boolean folds = b == ' ' || b == '\t';
        if (atStart && !folds) {
          if (announces(line)) {
            return true;
          }
          line.setLength(0);
        }
        atStart = b == '\n';
        if (b > ' ' && line.length() < ENOUGH) {
          line.append((char) b);
        }
      }
      return announces(line);
    }
  }

  /** Blanks are left out. */
  private static boolean announces(StringBuilder line) {
    return line.length() > FIELD.length()
        && line.toString().toLowerCase(Locale.ROOT).startsWith(FIELD + SIGNED);
  }
}

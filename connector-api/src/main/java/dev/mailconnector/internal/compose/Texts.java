package dev.mailconnector.internal.compose;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import java.nio.charset.StandardCharsets;

/** What every text that goes into a header must keep. */
public final class Texts {
  /** RFC 5322 section 2.1.1, without CRLF. */
  private static final int LONGEST_LINE = 998;

  private Texts() {}

  /**
   * The same text; refused with a line break, which could add a header field, or another control
   * character. A tab is white space.
   */
  public static String oneLine(String part, String value) {
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
      throw invalid(
          "The " + part + " \"" + printable(value) + "\" has a control character",
          "Line breaks and NUL are refused, since they could add a header field.");
    }
    return value;
  }

  /** The same body; refused with a NUL, which no message may contain (RFC 5322 section 2.3). */
  public static String body(String part, String value) {
    if (value.indexOf('\0') >= 0) {
      throw invalid("The " + part + " has a NUL", "Leave it out, or attach it as a file.");
    }
    return value;
  }

  /** The value of a field as it will stand in the header, in lines that a server has to take. */
  static String fitting(String name, String folded) {
    for (String line : (name + ": " + folded).split("\r\n")) {
      if (line.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
        throw invalid(
            "The " + name + " has a word too long for a line of a header",
            "A line has at most "
                + LONGEST_LINE
                + " octets and can only be folded at white space (RFC 5322 section 2.1.1).");
      }
    }
    return folded;
  }

  /** A refusal: what cannot be, in a sentence without a final stop, and what to do. */
  public static InvalidMessageException invalid(String what, String remedy) {
    return new InvalidMessageException(
        FailureDetail.of(Stage.MESSAGE, what, Advice.FIX_MESSAGE, remedy));
  }

  static String printable(String value) {
    return value.replaceAll("\\p{Cntrl}", "?");
  }
}

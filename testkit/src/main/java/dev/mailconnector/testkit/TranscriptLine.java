package dev.mailconnector.testkit;

/**
 * A line of a conversation.
 *
 * @param from who said it
 * @param text the line without its line end; for {@link From#NOTE} a remark
 */
public record TranscriptLine(From from, String text) {

  /** Who said a line. */
  public enum From {
    /** The client. */
    CLIENT,
    /** The server. */
    SERVER,
    /** Nobody: the server remarks that content came (it is not repeated here) or TLS began. */
    NOTE
  }

  /** The line as protocol texts write it: {@code C: QUIT}. */
  @Override
  public String toString() {
    return switch (from) {
      case CLIENT -> "C: " + text;
      case SERVER -> "S: " + text;
      case NOTE -> "   (" + text + ")";
    };
  }
}

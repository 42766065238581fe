package dev.mailconnector.internal.smtp;

import dev.mailconnector.reply.SmtpReply;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads SMTP replies (RFC 5321 section 4.2.1) with a bound on everything: a line may be somewhat
 * longer than the 512 octets of the RFC, since real servers exceed it, a reply may have many lines,
 * and that is all. Not thread-safe.
 */
final class ReplyReader {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_LINES = 256;
  private static final int LARGEST_REPLY = 64 * 1024;
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final byte[] buffer = new byte[1024];
  private int position;
  private int end;

  ReplyReader(InputStream in) {
    this.in = in;
  }

  /** The next reply, all its lines. */
  SmtpReply read() throws IOException {
    String first = readLine();
    int code = code(first);
    if (!continues(first)) {
      return SmtpReply.of(code, List.of(text(first)));
    }
    List<String> lines = new ArrayList<>();
    lines.add(text(first));
    int size = first.length();
    String line = first;
    while (continues(line)) {
      line = readLine();
      if (code(line) != code) {
        throw new ProtocolException(
            "the reply changes its code from " + code + " to \"" + excerpt(line) + "\"");
      }
      lines.add(text(line));
      size += line.length();
      if (lines.size() > MOST_LINES || size > LARGEST_REPLY) {
        throw new ProtocolException("the server's reply does not end");
      }
    }
    return SmtpReply.of(code, lines);
  }

  /** Whether bytes of a further reply are already here. */
  boolean hasBuffered() {
    try {
      return position < end || in.available() > 0;
    } catch (IOException e) {
      // A closed line has nothing more to say; whoever uses it next finds out.
      return false;
    }
  }

  /** Whether there are bytes to read; waits until there are, or the line has ended. */
  boolean awaitsReading() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return position < end;
  }

  private String readLine() throws IOException {
    byte[] begun = NOTHING;
    while (true) {
      int start = position;
      while (position < end) {
        if (buffer[position++] == '\n') {
          return line(begun, start, position - 1);
        }
      }
      if (begun.length + end - start > LONGEST_LINE) {
        throw tooLong();
      }
      begun = joined(begun, start, end);
      position = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
      if (end == 0) {
        throw new EOFException(
            begun.length == 0 ? "the server closed the connection" : "the reply broke off");
      }
    }
  }

  /** What had begun, and its end in the buffer. */
  private String line(byte[] begun, int from, int to) throws IOException {
    if (begun.length + to - from > LONGEST_LINE) {
      throw tooLong();
    }
    byte[] line = begun.length == 0 ? buffer : joined(begun, from, to);
    int start = begun.length == 0 ? from : 0;
    int length = begun.length + to - from;
    boolean cr = length > 0 && line[start + length - 1] == '\r';
    return new String(line, start, cr ? length - 1 : length, StandardCharsets.UTF_8);
  }

  private byte[] joined(byte[] begun, int from, int to) {
    byte[] joined = Arrays.copyOf(begun, begun.length + to - from);
    System.arraycopy(buffer, from, joined, begun.length, to - from);
    return joined;
  }

  private static ProtocolException tooLong() {
    return new ProtocolException("the server sent a line of more than " + LONGEST_LINE + " octets");
  }

  private static int code(String line) throws IOException {
    if (line.length() < 3
        || line.charAt(0) < '2'
        || line.charAt(0) > '5'
        || !digit(line, 1)
        || !digit(line, 2)
        || (line.length() > 3 && separator(line) < 0)) {
      throw new ProtocolException(
          "the server sent \"" + excerpt(line) + "\", which is no SMTP reply");
    }
    return (line.charAt(0) - '0') * 100 + (line.charAt(1) - '0') * 10 + line.charAt(2) - '0';
  }

  private static boolean digit(String line, int index) {
    return line.charAt(index) >= '0' && line.charAt(index) <= '9';
  }

  private static int separator(String line) {
    char c = line.charAt(3);
    return c == '-' || c == ' ' ? c : -1;
  }

  private static boolean continues(String line) {
    return line.length() > 3 && line.charAt(3) == '-';
  }

  /** What follows the code; control characters could forge a line of a log, those of C1 too. */
  private static String text(String line) {
    return clean(line.length() > 4 ? line.substring(4) : "");
  }

  private static String excerpt(String line) {
    return clean(line.length() > 80 ? line.substring(0, 80) + "..." : line);
  }

  private static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || (c >= 127 && c < 160)) {
        return text.replaceAll("[\\p{Cc}&&[^\t]]", "?");
      }
    }
    return text;
  }
}

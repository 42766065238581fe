package dev.mailconnector.internal.net;

import dev.mailconnector.spi.ProxyChallenge;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP proxy answered to CONNECT.
 *
 * @param status the status line, printable and of a length to be shown
 * @param fields the header fields, a line each
 */
record ProxyAnswer(String status, List<String> fields) {
  private static final int LONGEST_HEADER = 16 * 1024;
  private static final int LONGEST_BODY = 64 * 1024;
  private static final int LONGEST_STATUS = 500;

  /** The header is longer than any proxy's. */
  static final class EndlessException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Reads byte by byte, since what follows the empty line may belong to the mail server. */
  static ProxyAnswer read(InputStream in) throws IOException {
    StringBuilder header = new StringBuilder();
    int lineEnds = 0;
    while (lineEnds < 2) {
      char c = (char) ProxyTunnel.next(in);
      header.append(c);
      lineEnds = c == '\n' ? lineEnds + 1 : c == '\r' ? lineEnds : 0;
      if (header.length() > LONGEST_HEADER) {
        throw new EndlessException();
      }
    }
    List<String> lines =
        header.toString().lines().map(line -> line.strip().replaceAll("\\p{Cntrl}", "?")).toList();
    String status = lines.get(0);
    return new ProxyAnswer(
        status.length() > LONGEST_STATUS ? status.substring(0, LONGEST_STATUS) + "..." : status,
        lines.subList(1, lines.size()));
  }

  /** Whether it is HTTP at all. */
  boolean isHttp() {
    return status.matches("HTTP/\\d\\S* \\d{3}( .*)?");
  }

  /** The status code, 0 if there is none. */
  int code() {
    return status.matches("HTTP/1\\.\\S* \\d{3}( .*)?")
        ? Integer.parseInt(status.split(" ", 3)[1])
        : 0;
  }

  /** The ways to log in. */
  List<ProxyChallenge> challenges() {
    return ProxyChallenge.read(values("Proxy-Authenticate").toList());
  }

  /**
   * Reads over the body, so that the next answer can be read.
   *
   * @return false if there is no next answer on this connection: the proxy closes it, or the body
   *     has no end that can be found
   */
  boolean skipBody(InputStream in) throws IOException {
    if (closes()) {
      return false;
    }
    if (values("Transfer-Encoding").anyMatch(value -> has(value, "chunked"))) {
      return skipChunks(in);
    }
    long length = number(values("Content-Length").findFirst().orElse(null), 10);
    return skip(in, length, LONGEST_BODY) >= 0;
  }

  private boolean closes() {
    Stream<String> options = Stream.concat(values("Connection"), values("Proxy-Connection"));
    List<String> said = options.toList();
    return said.stream().anyMatch(value -> has(value, "close"))
        || (status.startsWith("HTTP/1.0")
            && said.stream().noneMatch(value -> has(value, "keep-alive")));
  }

  private static boolean skipChunks(InputStream in) throws IOException {
    long left = LONGEST_BODY;
    while (left >= 0) {
      String size = line(in).split(";", 2)[0].strip();
      long length = number(size, 16);
      if (length == 0) {
        while (!line(in).isEmpty()) {
          // Trailers.
        }
        return true;
      }
      left = skip(in, length, left);
      if (left >= 0 && !line(in).isEmpty()) {
        return false;
      }
    }
    return false;
  }

  /** What remains of the limit, or -1. */
  private static long skip(InputStream in, long length, long limit) throws IOException {
    if (length < 0 || length > limit) {
      return -1;
    }
    for (long i = 0; i < length; i++) {
      ProxyTunnel.next(in);
    }
    return limit - length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = ProxyTunnel.next(in);
    while (c != '\n') {
      line.append((char) c);
      if (line.length() > LONGEST_HEADER) {
        throw new EndlessException();
      }
      c = ProxyTunnel.next(in);
    }
    return line.toString().strip();
  }

  private static long number(@Nullable String text, int radix) {
    return text != null && text.matches("[0-9A-Fa-f]{1,9}") ? parse(text, radix) : -1;
  }

  private static long parse(String digits, int radix) {
    try {
      return Long.parseLong(digits, radix);
    } catch (NumberFormatException notOfThisRadix) {
      return -1;
    }
  }

  private Stream<String> values(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return fields.stream()
        .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
        .map(field -> field.substring(start.length()).strip());
  }

  private static boolean has(String value, String option) {
    return Stream.of(value.split(",")).anyMatch(each -> each.strip().equalsIgnoreCase(option));
  }
}

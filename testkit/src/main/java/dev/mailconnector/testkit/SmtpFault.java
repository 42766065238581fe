package dev.mailconnector.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Something that goes wrong at a {@link Trigger}. Faults are values: they may be kept, compared and
 * placed on several servers.
 *
 * <p>Unless said otherwise the command that met the fault takes no effect: a message whose end
 * meets {@link CloseBefore} is not kept. {@link #afterEffect()} turns that round.
 */
public sealed interface SmtpFault {

  /**
   * This reply, verbatim, in place of the usual one. The command takes effect only if the reply is
   * positive (2yz or 3yz). A 421 closes the connection.
   */
  record Reply(List<String> lines) implements SmtpFault {
    /** Copies the lines. */
    public Reply {
      lines = List.copyOf(lines);
      if (lines.isEmpty()) {
        throw new IllegalArgumentException("A reply has at least one line");
      }
    }
  }

  /** The usual reply, after a delay. */
  record Slow(Duration delay) implements SmtpFault {}

  /** The usual reply, once the turnstile lets it pass. */
  record Held(Turnstile turnstile) implements SmtpFault {}

  /** No reply; the connection stays open, and nothing more is said on it. */
  record Stall() implements SmtpFault {}

  /** The connection is closed in place of the reply. */
  record CloseBefore() implements SmtpFault {}

  /** The connection is closed after the usual reply. */
  record CloseAfter() implements SmtpFault {}

  /** The connection is reset (TCP RST) in place of the reply. */
  record Reset() implements SmtpFault {}

  /** These octets in place of the reply; the conversation then goes on. */
  record Garbage(byte[] octets) implements SmtpFault {
    /** Copies the octets. */
    public Garbage {
      octets = octets.clone();
    }
  }

  /** A reply that never ends: lines without a last one, or, if not, a line without an end. */
  record EndlessReply(boolean lines) implements SmtpFault {}

  /** The usual reply in pieces of so many octets, with a pause after each. */
  record Drip(int octets, Duration pause) implements SmtpFault {
    /** Checks the size. */
    public Drip {
      if (octets < 1) {
        throw new IllegalArgumentException("Pieces have at least one octet, not " + octets);
      }
    }
  }

  /** The usual reply and, in the same write, these octets. */
  record Append(byte[] octets) implements SmtpFault {
    /** Copies the octets. */
    public Append {
      octets = octets.clone();
    }
  }

  /** At {@link Trigger#tls()}: the fatal alert handshake_failure answers the client's hello. */
  record TlsFail() implements SmtpFault {}

  /** The fault, but the command takes effect first: only the answer suffers. */
  record AfterEffect(SmtpFault fault) implements SmtpFault {}

  /** One line, as it goes over the wire, such as {@code 452 4.3.1 Out of storage}. */
  static SmtpFault reply(String... lines) {
    return new Reply(List.of(lines));
  }

  /** A reply with this code before each of the texts, of several lines if there are several. */
  static SmtpFault reply(int code, String... texts) {
    String[] lines = new String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      lines[i] = code + (i < texts.length - 1 ? "-" : " ") + texts[i];
    }
    return reply(lines);
  }

  /** The usual reply, after a delay. */
  static SmtpFault slow(Duration delay) {
    return new Slow(delay);
  }

  /**
   * The usual reply, once the turnstile lets it pass: for what has to happen meanwhile, however
   * slow the machine. {@link Turnstile#awaitWaiting} tells that the server has come to it.
   */
  static SmtpFault held(Turnstile turnstile) {
    return new Held(turnstile);
  }

  /** No reply, ever. */
  static SmtpFault stall() {
    return new Stall();
  }

  /** The connection is closed in place of the reply. */
  static SmtpFault closeBefore() {
    return new CloseBefore();
  }

  /** The connection is closed after the usual reply. */
  static SmtpFault closeAfter() {
    return new CloseAfter();
  }

  /**
   * At {@link Trigger#contentEnd()}: the message is kept, and the connection closed without a
   * reply. The client cannot know (RFC 1047).
   */
  static SmtpFault closeAfterDot() {
    return new CloseBefore().afterEffect();
  }

  /** The connection is reset in place of the reply. */
  static SmtpFault reset() {
    return new Reset();
  }

  /** These octets in place of the reply. */
  static SmtpFault garbage(byte[] octets) {
    return new Garbage(octets);
  }

  /** A reply of {@code 250-} lines without a last one. */
  static SmtpFault endlessLines() {
    return new EndlessReply(true);
  }

  /** A reply of one line without an end. */
  static SmtpFault endlessLine() {
    return new EndlessReply(false);
  }

  /** The usual reply, octet by octet, with a pause after each. */
  static SmtpFault dripByByte(Duration pause) {
    return new Drip(1, pause);
  }

  /** The usual reply in pieces of n octets, each in a write of its own. */
  static SmtpFault chunkEvery(int n) {
    return new Drip(n, Duration.ZERO);
  }

  /** The usual reply and a surplus one. */
  static SmtpFault extraReply(String line) {
    return new Append((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The usual reply and, in the same write, these octets. On {@code STARTTLS} they follow the 220
   * in clear: the response injection of CVE-2011-0411 and its kind.
   */
  static SmtpFault inject(byte[] octets) {
    return new Append(octets);
  }

  /** The handshake fails with a fatal alert. */
  static SmtpFault tlsFail() {
    return new TlsFail();
  }

  /** The same fault, but the command takes effect first: a message is kept, a login is counted. */
  default SmtpFault afterEffect() {
    return new AfterEffect(this);
  }
}

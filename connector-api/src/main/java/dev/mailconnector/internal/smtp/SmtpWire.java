package dev.mailconnector.internal.smtp;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.net.GuardedSocket;
import dev.mailconnector.reply.SmtpReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands out, replies in, each within a deadline. The dialogue goes to the log {@code
 * dev.mailconnector.dialogue} at DEBUG, without anything that belongs to a login and without the
 * message. Not thread-safe.
 */
public final class SmtpWire {
  private static final Logger DIALOGUE = LoggerFactory.getLogger("dev.mailconnector.dialogue");

  /** RFC 8446 section 5.1. */
  private static final int LARGEST_RECORD = 16 * 1024;

  private final String id;
  private final GuardedSocket socket;
  private final @Nullable SSLSocket tls;
  private final OutputStream out;
  private final ReplyReader replies;
  private @Nullable LoginScrubber login;
  private byte[] buffer = {};

  /** The wire over this socket, or over its TLS if there is any. */
  public SmtpWire(String id, GuardedSocket socket, @Nullable SSLSocket tls) throws IOException {
    Socket top = tls == null ? socket : tls;
    InputStream in = top.getInputStream();
    this.id = id;
    this.socket = socket;
    this.tls = tls;
    this.out = top.getOutputStream();
    this.replies = new ReplyReader(in);
  }

  /** The TLS connection, or null. */
  public @Nullable SSLSocket tls() {
    return tls;
  }

  /** Sends one command and reads its reply. The line must not contain line breaks. */
  SmtpReply command(String line, Deadline deadline) throws IOException {
    send(line, line, deadline);
    return reply(deadline);
  }

  /**
   * Sends a line that belongs to a login: only {@code loggedAs} is logged. Until the reply to an
   * ordinary command has come, nothing that was sent in the login is shown, whoever quotes it: a
   * server that cuts a long line in two has more than one reply to it. The content of a 334 is
   * neither logged nor touched: it is for the mechanism.
   */
  SmtpReply loginCommand(String line, String loggedAs, LoginScrubber scrubber, Deadline deadline)
      throws IOException {
    send(line, loggedAs, deadline);
    login = scrubber;
    SmtpReply reply = read();
    if (reply.code() == 334) {
      log("{} S: {}", id, "334 ***");
      return reply;
    }
    SmtpReply clean = scrubber.scrub(reply);
    log("{} S: {}", id, clean);
    return clean;
  }

  private void send(String line, String loggedAs, Deadline deadline) throws IOException {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\r' || c == '\n' || c == 0) {
        throw new ProtocolException("a command must not contain a line break or NUL");
      }
    }
    socket.limit(deadline);
    requireSilence();
    log("{} C: {}", id, loggedAs);
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Logs the commands of a flight, lines separated by CRLF, and returns them. */
  String loggedFlight(CharSequence commands) {
    String flight = commands.toString();
    if (DIALOGUE.isDebugEnabled()) {
      flight.lines().forEach(line -> log("{} C: {}", id, line));
    }
    return flight;
  }

  /**
   * Room to put a flight together, so that it leaves in one piece: as much as asked for, but not
   * more than one TLS record. The same for every flight.
   */
  byte[] buffer(long size) {
    if (buffer.length < Math.min(size, LARGEST_RECORD)) {
      int doubled = buffer.length * 2;
      buffer = new byte[(int) Math.min(LARGEST_RECORD, Math.max(size, doubled))];
    }
    return buffer;
  }

  /** Sends bytes as they are; each call has a deadline of its own. */
  void content(byte[] bytes, int offset, int length, Deadline deadline) throws IOException {
    socket.limit(deadline);
    out.write(bytes, offset, length);
    out.flush();
  }

  /** Reads the next reply. */
  SmtpReply reply(Deadline deadline) throws IOException {
    socket.limit(deadline);
    SmtpReply reply = scrubbed(read());
    login = null;
    log("{} S: {}", id, reply);
    return reply;
  }

  private SmtpReply read() throws IOException {
    try {
      return replies.read();
    } catch (ProtocolException e) {
      throw login == null ? e : new ProtocolException(login.scrub(String.valueOf(e.getMessage())));
    }
  }

  private SmtpReply scrubbed(SmtpReply reply) {
    return login == null ? reply : login.scrub(reply);
  }

  /** A log that fails must not make a mail that was accepted look like one that failed. */
  private static void log(String format, String id, Object what) {
    try {
      DIALOGUE.debug(format, id, what);
    } catch (RuntimeException e) {
      // Nowhere to say it.
    }
  }

  /**
   * Replies are matched to commands by their order alone, so a surplus one must not be taken for
   * the answer to the next command.
   */
  void requireSilence() throws IOException {
    if (replies.hasBuffered()) {
      throw new ProtocolException("the server said \"" + scrubbed(read()) + "\" unasked");
    }
  }

  /**
   * A reply that is here already and that nobody asked for, or null; it may be in a TLS record that
   * nobody has decrypted yet. The end of the line is none.
   */
  @Nullable SmtpReply unasked(Deadline deadline) throws IOException {
    if (!hasUnasked()) {
      return null;
    }
    socket.limit(deadline);
    try {
      if (!replies.awaitsReading()) {
        return null;
      }
    } catch (IOException e) {
      // The record held nothing for us, or the line is gone: whoever uses it next finds out.
      return null;
    }
    return scrubbed(read());
  }

  /**
   * Requires silence between two messages, where a TLS record that nobody has decrypted yet counts
   * as well: a surplus reply may be in it.
   */
  void requireRest(Deadline deadline) throws IOException {
    socket.limit(deadline);
    requireSilence();
    if (socket.hasUnread()) {
      throw new ProtocolException("the server said something unasked");
    }
  }

  /** Whether the server has said something that nobody asked for. */
  boolean hasUnasked() {
    return replies.hasBuffered() || socket.hasUnread();
  }

  /**
   * Whether a line at rest has anything to read: the server's end, or words before it. Waits for
   * nothing.
   */
  boolean isStale() {
    return replies.hasBuffered() || socket.hasNews();
  }

  /** Nothing is under way. */
  public void rest() {
    socket.rest();
  }

  /** Ends the TLS connection properly and closes the socket. */
  void close(Deadline deadline) {
    try {
      socket.limit(deadline);
      if (tls != null) {
        tls.close();
      }
    } catch (IOException e) {
      log("{} close failed: {}", id, e);
    } finally {
      socket.abort();
    }
  }

  /** Closes the socket at once, from any thread. */
  public void abort() {
    socket.abort();
  }
}

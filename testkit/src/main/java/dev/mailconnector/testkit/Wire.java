package dev.mailconnector.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The octets of one connection, seen from the server.
 *
 * <p>Replies are gathered and go out when the client has nothing more under way, as RFC 2920 asks
 * of a server; so a flight of commands is answered by a flight of replies.
 */
final class Wire {
  /** An input line: its text and how long it was, line end included. */
  record Line(String text, int length) {}

  private static final int LINE_KEPT = 1024 * 1024;

  private final Socket raw;
  private final Halt halt;
  private final Duration latency;
  private final InputStream rawIn;
  private final byte[] buffer = new byte[16 * 1024];
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private InputStream in;
  private volatile OutputStream out;
  private @Nullable SSLSession tls;
  private int position;
  private int limit;
  private int pieces = Integer.MAX_VALUE;
  private Duration pause = Duration.ZERO;
  private boolean saidSinceWait;
  private int roundTrips;

  Wire(Socket raw, Halt halt, Duration latency) throws IOException {
    this.raw = raw;
    this.halt = halt;
    this.latency = latency;
    raw.setTcpNoDelay(true);
    this.rawIn = raw.getInputStream();
    this.in = rawIn;
    this.out = raw.getOutputStream();
  }

  @Nullable SSLSession tls() {
    return tls;
  }

  /** Waits after a flight of replies since the last {@link #forgetRoundTrips()}. */
  int roundTrips() {
    return roundTrips;
  }

  void forgetRoundTrips() {
    roundTrips = 0;
  }

  SSLSession handshake(SSLContext context, List<String> protocols, boolean askForCertificate)
      throws IOException {
    flush();
    // An alert gets lost where what the client has sent meanwhile stays unread, so the raw socket
    // outlives the handshake.
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(raw, null, !askForCertificate);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(askForCertificate);
    if (!protocols.isEmpty()) {
      socket.setEnabledProtocols(protocols.toArray(String[]::new));
    }
    socket.startHandshake();
    SSLSession session = socket.getSession();
    tls = session;
    in = socket.getInputStream();
    out = socket.getOutputStream();
    return session;
  }

  /** Whether octets were read together with the last line: they came in its flight. */
  boolean hasUnreadLines() {
    return position < limit;
  }

  /** Whether octets of the client are here that nobody has read. */
  boolean hasInput() throws IOException {
    return position < limit || in.available() > 0 || rawIn.available() > 0;
  }

  /** The next line, or null when the client has closed. */
  @Nullable Line readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int length = 0;
    while (true) {
      if (position == limit && !fill(length == 0)) {
        return null;
      }
      byte octet = buffer[position++];
      length++;
      if (octet == '\n') {
        String text = line.toString(StandardCharsets.UTF_8);
        return new Line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, length);
      }
      if (line.size() < LINE_KEPT) {
        line.write(octet);
      }
    }
  }

  /**
   * The next octet of a message's content, or -1 when the client has closed.
   *
   * @param clientMayWait whether the client may want to see a reply before it sends this octet
   */
  int readContent(boolean clientMayWait) throws IOException {
    if (position == limit && !fill(clientMayWait)) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  /** Up to so many octets of a chunk, at least one; none when the client has closed. */
  byte[] readChunk(long most) throws IOException {
    if (position == limit && !fill(false)) {
      return new byte[0];
    }
    int end = (int) Math.min(limit, position + most);
    byte[] part = Arrays.copyOfRange(buffer, position, end);
    position = end;
    return part;
  }

  /** Reads and forgets what the client sends next. */
  void readSome() throws IOException {
    fill(false);
    position = limit;
  }

  /** Reads and forgets until the client closes. */
  void drain() throws IOException {
    drain(in);
  }

  /** The same below TLS, whose handshake has failed. */
  void drainRaw() throws IOException {
    drain(rawIn);
  }

  private void drain(InputStream from) throws IOException {
    while (from.read(buffer) >= 0) {
      // Nothing of it is wanted.
    }
  }

  void say(List<String> lines) {
    for (String line : lines) {
      pending.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  void sayOctets(byte[] octets) {
    pending.writeBytes(octets);
  }

  /** Sends what was said so far, then these pieces of what is said until {@link #sayWhole()}. */
  void sayInPieces(int octets, Duration pauseAfterEach) throws IOException {
    flush();
    pieces = octets;
    pause = pauseAfterEach;
  }

  void sayWhole() throws IOException {
    flush();
    pieces = Integer.MAX_VALUE;
  }

  void flush() throws IOException {
    if (pending.size() == 0) {
      return;
    }
    byte[] octets = pending.toByteArray();
    pending.reset();
    saidSinceWait = true;
    for (int from = 0; from < octets.length; ) {
      int length = Math.min(pieces, octets.length - from);
      out.write(octets, from, length);
      out.flush();
      from += length;
      if (from < octets.length) {
        halt.pause(pause);
      }
    }
  }

  /** Closes in order: what was said is sent, with TLS a close_notify, then FIN. */
  void close() {
    try {
      flush();
      if (tls != null) {
        out.close();
      }
    } catch (IOException gone) {
      // The client left first; there is nobody to be polite to.
    } finally {
      closeRaw();
    }
  }

  /** Says a line unasked and closes, from any thread. */
  void dismiss(String line) {
    try {
      out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException gone) {
      // The client left first.
    } finally {
      closeRaw();
    }
  }

  /** Closes with RST. What was said but not sent is lost. */
  void reset() {
    try {
      raw.setSoLinger(true, 0);
    } catch (IOException gone) {
      // Closed already.
    }
    closeRaw();
  }

  /** Closes at once, from any thread. */
  void closeRaw() {
    try {
      raw.close();
    } catch (IOException gone) {
      // Closed already.
    }
  }

  private boolean fill(boolean clientMayWait) throws IOException {
    boolean waits = !hasInput();
    if (waits && pending.size() > 0) {
      halt.pause(latency);
      waits = !hasInput();
      if (waits) {
        flush();
      }
    }
    if (waits && clientMayWait && saidSinceWait) {
      roundTrips++;
      saidSinceWait = false;
    }
    int read = in.read(buffer);
    position = 0;
    limit = Math.max(read, 0);
    return read > 0;
  }
}

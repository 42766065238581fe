package dev.mailconnector.conformance;

import dev.mailconnector.conformance.ToyServer.Cut;
import dev.mailconnector.conformance.ToyServer.Manner;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link ToyServer}. */
final class ToyConversation {
  private static final int PATIENCE_MILLIS = 150;
  private static final int SEND_BUFFER = 512 * 1024;

  private final ToyServer server;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final ByteArrayOutputStream due = new ByteArrayOutputStream();
  private final List<String> recipients = new ArrayList<>();
  private @Nullable Cut cut;
  private int heard;
  private int said;
  private int messages;
  private boolean greeted;
  private boolean sender;

  /** The line ends here, by our own will. */
  private static final class Gone extends IOException {
    private static final long serialVersionUID = 1L;
  }

  ToyConversation(ToyServer server, Socket socket) throws IOException {
    this.server = server;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    socket.setTcpNoDelay(true);
    // Room for a reply to every line of a large message, which the client sends before it reads.
    socket.setSendBufferSize(SEND_BUFFER);
  }

  void run() throws IOException {
    try {
      reply("220 toy.example");
      for (String line = readLine(); !line.startsWith("QUIT"); line = readLine()) {
        command(line);
        if (server.has(Manner.FORGETS_WHAT_CAME_ALONG) && due.size() > 0) {
          in.skipNBytes(in.available());
        }
      }
      reply("221 2.0.0 Bye");
      flush();
    } catch (Gone e) {
      leave();
    }
  }

  private void command(String line) throws IOException {
    String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO" -> {
        reply("250-toy.example\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 8BITMIME");
        flush();
        greeted = true;
        server.greeted();
        cut = server.takeCut();
      }
      case "RSET" -> {
        forget();
        reply("250 2.0.0 Ok");
      }
      case "MAIL" -> {
        sender = true;
        reply("250 2.1.0 Ok");
      }
      case "RCPT" -> recipient(line);
      case "DATA" -> data();
      case "BDAT" -> bdat(Integer.parseInt(line.split(" ")[1]));
      case "NOOP" -> reply("250 2.0.0 Ok");
      default -> reply("500 5.5.2 " + verb + "?");
    }
  }

  private void recipient(String line) {
    String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    if (sender) {
      recipients.add(address);
    }
    reply(sender ? "250 2.1.5 Ok" : "503 5.5.1 MAIL first");
  }

  private void data() throws IOException {
    if (recipients.isEmpty()) {
      reply("554 5.5.1 No valid recipients");
      return;
    }
    reply("354 Go ahead");
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (String line = readLine(); !line.equals("."); line = readLine()) {
      String text = line.startsWith(".") ? line.substring(1) : line;
      content.writeBytes((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    keep(content.toByteArray());
  }

  private void bdat(int size) throws IOException {
    if (server.has(Manner.READS_CHUNKS_AS_COMMANDS)) {
      reply("502 5.5.1 BDAT?");
      return;
    }
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) read();
    }
    keep(content);
  }

  private void keep(byte[] content) {
    messages++;
    if (recipients.isEmpty()) {
      reply("503 5.5.1 RCPT first");
    } else {
      server.keep(new Peer.Kept(recipients, content));
      reply("250 2.0.0 Kept");
    }
    forget();
  }

  private void forget() {
    sender = false;
    recipients.clear();
  }

  private void reply(String text) {
    due.writeBytes((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = read(); b != '\n'; b = read()) {
      line.append((char) b);
    }
    return line.substring(0, line.length() - 1);
  }

  private int read() throws IOException {
    if (greeted && cut == null) {
      awaitCommand();
    }
    Cut end = cut;
    if (end != null && heard == end.heard()) {
      if (!end.mute()) {
        flush();
      }
      throw new Gone();
    }
    if (due.size() > 0 && in.available() == 0) {
      flushUnlessMoreIsToCome();
    }
    int b = in.read();
    if (b < 0) {
      throw new EOFException();
    }
    if (cut != null) {
      heard++;
    }
    return b;
  }

  /** A cut for a connection at rest counts from the first byte of the next command. */
  private void awaitCommand() throws IOException {
    if (due.size() > 0 && in.available() == 0) {
      flushUnlessMoreIsToCome();
    }
    in.mark(1);
    if (in.read() < 0) {
      throw new EOFException();
    }
    in.reset();
    Cut next = server.takeCut();
    if (next != null) {
      cut = next;
      messages = 0;
      said = 0;
    }
  }

  private void flushUnlessMoreIsToCome() throws IOException {
    if (cut != null && messages < server.repliesAfter()) {
      in.mark(1);
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        if (in.read() >= 0) {
          in.reset();
          return;
        }
      } catch (SocketTimeoutException e) {
        // No more is to come before something is said.
      } finally {
        socket.setSoTimeout(0);
      }
    }
    flush();
  }

  private void flush() throws IOException {
    byte[] words = due.toByteArray();
    due.reset();
    Cut end = cut;
    if (end == null) {
      out.write(words);
      return;
    }
    int length = Math.min(words.length, end.said() - said);
    said += length;
    server.measured(heard, said);
    out.write(words, 0, length);
    if (said == end.said()) {
      throw new Gone();
    }
  }

  private void leave() throws IOException {
    if (cut != null && cut.reset()) {
      socket.setSoLinger(true, 0);
      socket.close();
      server.left();
      return;
    }
    socket.shutdownOutput();
    server.left();
    while (in.read() >= 0) {
      // Whatever still comes is of no interest.
    }
  }
}

package dev.mailconnector;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import javax.net.ServerSocketFactory;

/** A server that takes every message and keeps only its size and checksum. */
final class DiscardingServer implements AutoCloseable {
  /**
   * A message that it took.
   *
   * @param verb DATA or BDAT
   * @param size without dot-stuffing
   * @param checksum its CRC-32C
   */
  record Taken(String verb, long size, long checksum) {}

  private final ServerSocket listener;
  private final List<Taken> taken = new CopyOnWriteArrayList<>();

  private DiscardingServer(ServerSocket listener) {
    this.listener = listener;
  }

  static DiscardingServer start(ServerSocketFactory sockets) {
    try {
      DiscardingServer server =
          new DiscardingServer(
              sockets.createServerSocket(0, 10, InetAddress.getByName("127.0.0.1")));
      Thread thread = new Thread(server::serve, "discarding-server");
      thread.setDaemon(true);
      thread.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  List<Taken> taken() {
    return List.copyOf(taken);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread thread = new Thread(() -> talk(socket), "discarding-conversation");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // The test is over.
      }
    }
  }

  private void talk(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
      say(out, "220 discard.example");
      while (true) {
        String line = line(in);
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
          case "EHLO" -> say(out, "250-discard.example\r\n250-PIPELINING\r\n250 CHUNKING");
          case "DATA" -> {
            say(out, "354 Go on");
            taken.add(data(in));
            say(out, "250 2.0.0 Gone");
          }
          case "BDAT" -> {
            taken.add(chunk(in, Long.parseLong(line.split(" ")[1])));
            say(out, "250 2.0.0 Gone");
          }
          default -> say(out, verb.equals("QUIT") ? "221 Bye" : "250 2.0.0 Fine");
        }
      }
    } catch (IOException e) {
      // The client has left.
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = octet(in); b != '\n'; b = octet(in)) {
      line.write(b);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  private static int octet(InputStream in) throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException();
    }
    return b;
  }

  private static Taken chunk(InputStream in, long size) throws IOException {
    Checksum sum = new CRC32C();
    byte[] buffer = new byte[64 * 1024];
    for (long left = size; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException();
      }
      sum.update(buffer, 0, count);
      left -= count;
    }
    return new Taken("BDAT", size, sum.getValue());
  }

  /** The client waits for the reply, so nothing follows the final dot. */
  private static Taken data(InputStream in) throws IOException {
    Checksum sum = new CRC32C();
    long size = 0;
    byte[] buffer = new byte[64 * 1024];
    boolean lineStart = true;
    boolean afterDot = false;
    while (true) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new EOFException();
      }
      int start = 0;
      for (int i = 0; i < count; i++) {
        byte b = buffer[i];
        if (lineStart && b == '.') {
          sum.update(buffer, start, i - start);
          size += i - start;
          start = i + 1;
          afterDot = true;
          lineStart = false;
        } else if (afterDot && b == '\r') {
          if (i + 1 == count) {
            octet(in);
          }
          return new Taken("DATA", size, sum.getValue());
        } else {
          afterDot = false;
          lineStart = b == '\n';
        }
      }
      sum.update(buffer, start, count - start);
      size += count - start;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

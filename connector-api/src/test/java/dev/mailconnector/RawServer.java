package dev.mailconnector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A server whose every byte the test decides on: one conversation per connection, after which the
 * server sends FIN and reads until the client has closed too.
 */
final class RawServer implements AutoCloseable {
  /** What it says and hears on one connection. */
  @FunctionalInterface
  interface Conversation {
    void hold(BufferedReader in, OutputStream out) throws IOException;
  }

  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();

  private RawServer(ServerSocket listener) {
    this.listener = listener;
  }

  static RawServer start(Conversation conversation) {
    return start(ServerSocketFactory.getDefault(), conversation);
  }

  /** The same with sockets of this factory, for TLS from the first byte. */
  static RawServer start(ServerSocketFactory sockets, Conversation conversation) {
    try {
      RawServer server =
          new RawServer(sockets.createServerSocket(0, 10, InetAddress.getByName("127.0.0.1")));
      Thread thread = new Thread(() -> server.serve(conversation), "raw-server");
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

  int connections() {
    return connections.get();
  }

  private void serve(Conversation conversation) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        connections.incrementAndGet();
        socket.setTcpNoDelay(true);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        conversation.hold(in, socket.getOutputStream());
        socket.shutdownOutput();
        while (in.read() >= 0) {
          // Whatever still comes is of no interest.
        }
      } catch (IOException e) {
        // The client left, or the test is over.
      }
    }
  }

  /** Says a line. */
  static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads a message up to its final dot. */
  static void readContent(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && !line.equals(".")) {
      line = in.readLine();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

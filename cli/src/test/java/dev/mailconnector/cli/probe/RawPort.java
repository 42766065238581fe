package dev.mailconnector.cli.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A port on 127.0.0.1 with manners that no mail server has. */
final class RawPort implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final ServerSocket listener;
  private final List<AutoCloseable> open = new ArrayList<>();

  private RawPort(int backlog) throws IOException {
    this.listener =
        new ServerSocket(0, backlog, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  /** Says this at once to whoever comes, and hangs up. */
  static RawPort saying(String words) {
    return serving(words.getBytes(StandardCharsets.US_ASCII), false);
  }

  /** Answers the first octets of whoever comes with these, and hangs up. */
  static RawPort answering(byte[] octets) {
    return serving(octets, true);
  }

  /**
   * Takes no connection any more: its queue is full, and the system drops what asks for one, as a
   * firewall does.
   */
  static RawPort filtered() {
    try {
      RawPort port = new RawPort(1);
      SocketAddress address = new InetSocketAddress("127.0.0.1", port.port());
      for (int i = 0; i < 16; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(address);
        port.open.add(channel);
      }
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RawPort serving(byte[] octets, boolean waits) {
    try {
      RawPort port = new RawPort(50);
      Thread thread = new Thread(() -> port.serve(octets, waits), "raw-port");
      thread.setDaemon(true);
      thread.start();
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(byte[] octets, boolean waits) {
    byte[] heard = new byte[4096];
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        int count = waits ? socket.getInputStream().read(heard) : 1;
        socket.getOutputStream().write(count > 0 ? octets : NOTHING);
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        while (socket.getInputStream().read(heard) >= 0) {
          // Whatever it says now, it has its answer.
        }
      } catch (IOException gone) {
        // The next one.
      }
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception alreadyGone) {
        // Nothing is left to close.
      }
    }
    listener.close();
  }
}

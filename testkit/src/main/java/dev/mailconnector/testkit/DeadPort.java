package dev.mailconnector.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port on 127.0.0.1 at which nobody listens, and nobody else will until it is closed: connections
 * to it are refused.
 */
public final class DeadPort implements AutoCloseable {
  private final Socket bound;

  private DeadPort(Socket bound) {
    this.bound = bound;
  }

  /** Takes a free port. */
  public static DeadPort reserve() {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(LoopbackListener.HOST, 0));
      return new DeadPort(socket);
    } catch (IOException e) {
      LoopbackListener.closeQuietly(socket);
      throw new UncheckedIOException("No free port on " + LoopbackListener.HOST, e);
    }
  }

  /** The address: 127.0.0.1. */
  public String host() {
    return LoopbackListener.HOST;
  }

  /** The port. */
  public int port() {
    return bound.getLocalPort();
  }

  /** Gives the port back. */
  @Override
  public void close() {
    LoopbackListener.closeQuietly(bound);
  }
}

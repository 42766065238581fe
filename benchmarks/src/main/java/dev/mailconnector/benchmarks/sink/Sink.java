package dev.mailconnector.benchmarks.sink;

import dev.mailconnector.spi.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on 127.0.0.1 that accepts every login and every message and counts them. It offers
 * PIPELINING, CHUNKING, 8BITMIME, SIZE and AUTH, and TLS from the first byte if asked to. One
 * thread a connection. The handshakes of TCP and TLS are not held back, the greeting is.
 * Thread-safe.
 */
public final class Sink implements AutoCloseable {
  /** How the names of a sink's threads begin, so that their time is not taken for a client's. */
  public static final String THREADS = "sink-";

  private static final int BACKLOG = 256;

  private final ServerSocket server;
  private final @Nullable SSLContext tls;
  private final long delayNanos;
  private final Ticker ticker;
  private final Tally tally = new Tally();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Sink(@Nullable SSLContext tls, Duration roundTrip, Ticker ticker) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    this.server = new ServerSocket(0, BACKLOG, loopback);
    this.tls = tls;
    this.delayNanos = roundTrip.toNanos();
    this.ticker = ticker;
  }

  /**
   * Opens one on a free port.
   *
   * @param tls the server's side of TLS, or null for none
   * @param roundTrip how long each batch of replies is held back
   */
  public static Sink open(@Nullable SSLContext tls, Duration roundTrip, Ticker ticker)
      throws IOException {
    Sink sink = new Sink(tls, roundTrip, ticker);
    start(sink::accept, "acceptor");
    return sink;
  }

  /** Its port. */
  public int port() {
    return server.getLocalPort();
  }

  /** What it has seen so far. */
  public SinkCounts counts() {
    return tally.now();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        tally.connections.increment();
        start(() -> serve(socket), "connection");
      }
    } catch (IOException e) {
      // The server socket is closed: no more clients.
      sockets.forEach(Sink::closeQuietly);
    }
  }

  private void serve(Socket socket) {
    try (Socket line = secured(socket);
        DelayLine replies = new DelayLine(line.getOutputStream(), delayNanos, ticker)) {
      new SinkConnection(line.getInputStream(), replies, tally).serve();
    } catch (IOException e) {
      closeQuietly(socket); // the client has left, as some do without QUIT
    } finally {
      sockets.remove(socket);
    }
  }

  private Socket secured(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    if (tls == null) {
      return socket;
    }
    SSLSocket layered = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
    layered.setUseClientMode(false);
    return layered;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Thread start(Runnable work, String name) {
    Thread thread = new Thread(work, THREADS + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}

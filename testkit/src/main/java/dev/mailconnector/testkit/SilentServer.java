package dev.mailconnector.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server on 127.0.0.1 that accepts connections and never says a word: what a client meets that
 * speaks to the wrong port. It reads whatever comes. Safe for use by several threads.
 */
public final class SilentServer implements AutoCloseable {
  private final @Nullable SSLContext tls;
  private final ConnectionCount count = new ConnectionCount();
  private final LoopbackListener listener = new LoopbackListener("silent", this::serve);

  private SilentServer(@Nullable SSLContext tls) {
    this.tls = tls;
  }

  /** A server that says nothing at all. */
  public static SilentServer start() {
    return start(null);
  }

  /** A server that shakes hands by TLS, and only by TLS, and says nothing more. */
  public static SilentServer startTls(TestCertificate certificate) {
    return start(certificate.sslContext());
  }

  private static SilentServer start(@Nullable SSLContext tls) {
    SilentServer server = new SilentServer(tls);
    server.listener.start();
    return server;
  }

  /** The address the server listens on: 127.0.0.1. */
  public String host() {
    return LoopbackListener.HOST;
  }

  /** The port the server listens on. */
  public int port() {
    return listener.port();
  }

  /** How many connections came so far. */
  public int connections() {
    return count.total();
  }

  /** How many connections are open. */
  public int connectionsOpen() {
    return count.open();
  }

  /**
   * Waits until exactly n connections are open.
   *
   * @throws AssertionError if that is not so within the limit
   */
  public void awaitConnectionsOpen(int n, Duration limit) {
    count.awaitOpen(n, limit);
  }

  /** Closes the server and all its connections. */
  @Override
  public void close() {
    listener.close();
  }

  private void serve(Socket socket, int number) throws IOException {
    count.opened();
    try {
      InputStream in = tls == null ? socket.getInputStream() : handshake(tls, socket);
      byte[] ignored = new byte[4096];
      while (in.read(ignored) >= 0) {
        // Not listened to.
      }
    } finally {
      count.closed();
    }
  }

  private static InputStream handshake(SSLContext tls, Socket socket) throws IOException {
    SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure.getInputStream();
  }
}

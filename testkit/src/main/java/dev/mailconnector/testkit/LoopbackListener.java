package dev.mailconnector.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts connections on 127.0.0.1 and serves each on a daemon thread of its own. */
final class LoopbackListener implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final int BACKLOG = 200;
  private static final Duration THREAD_END = Duration.ofSeconds(5);

  private final String name;
  private final Service service;
  private final ServerSocket socket;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> breakdowns = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Serves one connection; the socket is closed afterwards. */
  @FunctionalInterface
  interface Service {
    void serve(Socket socket, int number) throws IOException;
  }

  LoopbackListener(String name, Service service) {
    this.service = service;
    try {
      this.socket = new ServerSocket(0, BACKLOG, InetAddress.getByName(HOST));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on " + HOST, e);
    }
    this.name = "testkit-" + name + "-" + socket.getLocalPort();
  }

  void start() {
    start(this::accept, name);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Runs work that belongs to a connection on a thread of its own. */
  void start(Runnable work, String threadName) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } finally {
                threads.remove(Thread.currentThread());
              }
            },
            threadName);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Has a socket closed together with the listener. */
  void adopt(Socket other) {
    open.add(other);
    if (closed) {
      closeQuietly(other);
    }
  }

  void release(Socket other) {
    closeQuietly(other);
    open.remove(other);
  }

  /**
   * Closes the listener and all connections and waits for their threads.
   *
   * @throws IllegalStateException if a service threw anything but an IOException
   */
  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(LoopbackListener::closeQuietly);
    threads.forEach(LoopbackListener::awaitEnd);
    if (!breakdowns.isEmpty()) {
      throw new IllegalStateException(name + " broke down", breakdowns.get(0));
    }
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // Closed already.
    }
  }

  private void accept() {
    int number = 0;
    while (!closed) {
      try {
        Socket client = socket.accept();
        adopt(client);
        int current = ++number;
        start(() -> serve(client, current), name + "-" + current);
      } catch (IOException closedOrClientGone) {
        // A closed listener ends the loop by its condition; a client that left is none.
      }
    }
  }

  private void serve(Socket client, int number) {
    try {
      service.serve(client, number);
    } catch (IOException ended) {
      // By the service, or by the client.
    } catch (RuntimeException e) {
      breakdowns.add(e);
    } finally {
      release(client);
    }
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join(THREAD_END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

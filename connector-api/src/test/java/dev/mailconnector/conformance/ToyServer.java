package dev.mailconnector.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server for what the testkit's does not do: it leaves at any byte it reads or says, and has
 * manners that no server should have.
 */
final class ToyServer implements Peer {
  /** What it does wrong all the time. */
  enum Manner {
    /** It forgets what came along with a command, as servers without PIPELINING may. */
    FORGETS_WHAT_CAME_ALONG,
    /** It announces BDAT, does not know it, and reads the message as commands. */
    READS_CHUNKS_AS_COMMANDS
  }

  /**
   * Where the line ends.
   *
   * @param heard after so many bytes of the client's
   * @param said after so many bytes of its own
   * @param reset whether by RST instead of FIN
   * @param mute whether replies that are due by then are kept back
   */
  record Cut(int heard, int said, boolean reset, boolean mute) {}

  private final ServerSocket listener;
  private final Set<Manner> manners;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
  private final List<Kept> kept = new CopyOnWriteArrayList<>();
  private final AtomicInteger cutsMet = new AtomicInteger();
  private volatile int repliesAfter;
  private volatile int bytesHeard;
  private volatile int bytesSaid;

  ToyServer(Manner... manners) {
    this.manners = Set.of(manners);
    try {
      listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** The next connection, or the one at rest, ends like this; counted from after EHLO, or now. */
  void cut(Cut next) {
    cut.set(next);
  }

  @Nullable Cut takeCut() {
    return cut.getAndSet(null);
  }

  void greeted() {
    connections.incrementAndGet();
  }

  /**
   * Where a cut is set nothing is said before so many messages are here, as on a long line. Default
   * none: what is due is said when the client pauses.
   */
  void repliesAfter(int messages) {
    repliesAfter = messages;
  }

  int repliesAfter() {
    return repliesAfter;
  }

  void measured(int heard, int said) {
    bytesHeard = heard;
    bytesSaid = said;
  }

  /** How many bytes were heard when something was last said, counted as the cut counts. */
  int bytesHeard() {
    return bytesHeard;
  }

  /** How many bytes were said, counted as the cut counts. */
  int bytesSaid() {
    return bytesSaid;
  }

  void left() {
    cutsMet.incrementAndGet();
  }

  /** How many lines have ended at their cut. */
  int cutsMet() {
    return cutsMet.get();
  }

  boolean has(Manner manner) {
    return manners.contains(manner);
  }

  void keep(Kept message) {
    kept.add(message);
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public List<Kept> kept() {
    return List.copyOf(kept);
  }

  void forget() {
    kept.clear();
  }

  @Override
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        start(() -> serve(socket));
      } catch (IOException e) {
        // The test is over.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new ToyConversation(this, socket).run();
    } catch (IOException e) {
      // The client left, or the test is over.
    } finally {
      open.remove(socket);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "toy-server");
    thread.setDaemon(true);
    thread.start();
  }
}

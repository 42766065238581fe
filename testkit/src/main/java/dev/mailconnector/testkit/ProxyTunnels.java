package dev.mailconnector.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What both kinds of proxy have in common: targets, routes, faults and the copying of octets. */
final class ProxyTunnels {
  private final ConnectionCount clients = new ConnectionCount();
  private final ConnectionCount tunnels = new ConnectionCount();
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> routes = new ConcurrentHashMap<>();
  private final LoopbackListener listener;
  private volatile @Nullable ProxyFault fault;

  /** Speaks the proxy's protocol with a client. */
  @FunctionalInterface
  interface Protocol {
    void serve(Socket client) throws IOException;
  }

  ProxyTunnels(String name, Protocol protocol) {
    listener =
        new LoopbackListener(
            name,
            (socket, number) -> {
              clients.opened();
              try {
                protocol.serve(socket);
              } finally {
                clients.closed();
              }
            });
  }

  void start() {
    listener.start();
  }

  int port() {
    return listener.port();
  }

  ConnectionCount clients() {
    return clients;
  }

  ConnectionCount tunnels() {
    return tunnels;
  }

  List<String> targets() {
    return List.copyOf(targets);
  }

  void route(String host, int port) {
    routes.put(host, port);
  }

  void fault(@Nullable ProxyFault next) {
    fault = next;
  }

  void close() {
    listener.close();
  }

  /** The code to refuse with, or null to go on; other faults end the connection here. */
  @Nullable Integer refusal(Socket client) throws IOException {
    ProxyFault now = fault;
    if (now == null) {
      return null;
    }
    if (now instanceof ProxyFault.Refuse refuse) {
      return refuse.code();
    }
    if (now instanceof ProxyFault.Stall) {
      byte[] ignored = new byte[1024];
      while (client.getInputStream().read(ignored) >= 0) {
        // Not listened to.
      }
    } else if (now instanceof ProxyFault.Garbage) {
      client.getOutputStream().write("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    throw new SessionEnd();
  }

  /** The connection to the target, null if there is none to be had. */
  @Nullable Socket connect(String host, int port) {
    targets.add(host + ":" + port);
    Integer routed = routes.get(host);
    try {
      return routed == null ? new Socket(host, port) : new Socket(LoopbackListener.HOST, routed);
    } catch (IOException unreachable) {
      return null;
    }
  }

  /** Copies both ways until both sides have said all. */
  void relay(Socket client, Socket target) throws IOException {
    tunnels.opened();
    listener.adopt(target);
    CountDownLatch allSaid = new CountDownLatch(1);
    listener.start(
        () -> {
          copy(target, client);
          allSaid.countDown();
        },
        Thread.currentThread().getName() + "-back");
    copy(client, target);
    try {
      allSaid.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SessionEnd();
    } finally {
      listener.release(target);
      tunnels.closed();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException gone) {
      LoopbackListener.closeQuietly(to);
      LoopbackListener.closeQuietly(from);
    }
  }
}

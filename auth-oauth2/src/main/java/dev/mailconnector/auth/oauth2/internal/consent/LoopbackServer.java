package dev.mailconnector.auth.oauth2.internal.consent;

import dev.mailconnector.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits on 127.0.0.1, on a port of its own, for the one answer to an authorization request (RFC
 * 8252 section 7.3). What does not carry the state of the request is turned away and ends nothing:
 * any page in the browser, and any program of this machine, can knock here. The JDK's HTTP server
 * would log the code.
 */
final class LoopbackServer implements AutoCloseable {
  private static final int LONGEST_HEADER = 16 * 1024;

  /** Browsers open connections that they may never use. */
  private static final int PATIENCE_MILLIS = 5_000;

  private final ServerSocket listener;
  private final byte[] state;
  private final Executor workers;
  private final CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();

  private LoopbackServer(ServerSocket listener, Secret state, Executor workers) {
    this.listener = listener;
    this.state = state.reveal().getBytes(StandardCharsets.UTF_8);
    this.workers = workers;
  }

  /**
   * A server that is ready for the answer.
   *
   * @param port where it listens; 0 for any free port
   * @param workers wait for the browser and read what it sends
   */
  static LoopbackServer open(int port, Secret state, Executor workers) throws IOException {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(new InetSocketAddress(here, port));
    } catch (IOException taken) {
      listener.close();
      throw taken;
    }
    LoopbackServer server = new LoopbackServer(listener, state, workers);
    workers.execute(server::listen);
    return server;
  }

  int port() {
    return listener.getLocalPort();
  }

  /**
   * The parameters of the answer.
   *
   * @throws TimeoutException if it does not come within this time
   */
  Map<String, String> await(Duration limit) throws InterruptedException, TimeoutException {
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void listen() {
    try {
      while (!answer.isDone()) {
        Socket socket = listener.accept();
        if (listener.isClosed()) {
          // A thread that waits in accept() can be given one more after the close.
          socket.close();
          return;
        }
        workers.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // By close(), which is how this ends.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String[] words = requestLine(socket.getInputStream()).split(" ", -1);
      if (words.length == 3 && words[0].equals("GET") && words[1].matches("/(\\?.*)?")) {
        decide(socket, parameters(words[1].substring(Math.min(2, words[1].length()))));
      } else {
        say(socket, "404 Not Found", "There is nothing here.");
      }
    } catch (IOException gone) {
      // Whoever knocked has left, or says nothing; the answer may still come.
    }
  }

  private void decide(Socket socket, Map<String, String> parameters) throws IOException {
    byte[] given = parameters.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8);
    if (answer.isDone() || !MessageDigest.isEqual(state, given)) {
      say(socket, "400 Bad Request", "This is not the answer that is waited for.");
      return;
    }
    try {
      say(
          socket,
          "200 OK",
          parameters.containsKey("error")
              ? "The consent was not given; the program tells why. You may close this page."
              : "Thank you. You may close this page and go back to the program.");
    } finally {
      answer.complete(parameters);
    }
  }

  /** Reads the whole header, since a browser that is cut off while it sends shows an error. */
  private static String requestLine(InputStream in) throws IOException {
    StringBuilder header = new StringBuilder();
    while (header.length() < LONGEST_HEADER) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      header.append((char) next);
      if (header.indexOf("\r\n\r\n", Math.max(0, header.length() - 4)) >= 0) {
        return header.substring(0, header.indexOf("\r\n"));
      }
    }
    throw new IOException("no complete header");
  }

  private static void say(Socket socket, String status, String text) throws IOException {
    String page =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store"
            + "\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\nContent-Length: "
            + (text.length() + 1)
            + "\r\n\r\n"
            + text
            + "\n";
    socket.getOutputStream().write(page.getBytes(StandardCharsets.US_ASCII));
    socket.shutdownOutput();
  }

  /** A parameter that comes twice is no parameter (RFC 6749 section 3.1). */
  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String name = decode(pair.substring(0, equals));
        if (parameters.put(name, decode(pair.substring(equals + 1))) != null) {
          twice.add(name);
        }
      }
    }
    parameters.keySet().removeAll(twice);
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

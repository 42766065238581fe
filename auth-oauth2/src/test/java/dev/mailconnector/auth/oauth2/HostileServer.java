package dev.mailconnector.auth.oauth2;

import dev.mailconnector.testkit.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on 127.0.0.1 that writes whatever octets a test wants, over TLS to who begins with
 * TLS and in clear to others. One answer for each connection.
 */
final class HostileServer implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 22;

  /** How a request is answered. */
  @FunctionalInterface
  interface Behaviour {
    /** Writes the answer; an error of the line ends the connection. */
    void answer(Request request, OutputStream out) throws IOException;
  }

  /** A request as it came; {@code number} counts from 0. */
  record Request(int number, boolean encrypted, String line, List<String> headers, String body) {

    @Nullable String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      for (String header : headers) {
        if (header.toLowerCase(Locale.ROOT).startsWith(start)) {
          return header.substring(start.length()).strip();
        }
      }
      return null;
    }
  }

  private final TestCertificate certificate;
  private final ServerSocket listener;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> strangers = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile Behaviour behaviour;

  HostileServer(TestCertificate certificate, Behaviour behaviour) {
    this.certificate = certificate;
    this.behaviour = behaviour;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    workers.execute(this::listen);
  }

  int port() {
    return listener.getLocalPort();
  }

  void behave(Behaviour other) {
    behaviour = other;
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Why connections came to nothing before a request was there. */
  List<String> strangers() {
    return List.copyOf(strangers);
  }

  private void listen() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        workers.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // By close(), which is how this ends.
    }
  }

  private void serve(Socket socket) {
    Request request = null;
    try (socket) {
      socket.setTcpNoDelay(true);
      int first = socket.getInputStream().read();
      if (first < 0) {
        return;
      }
      boolean encrypted = first == TLS_HANDSHAKE;
      InputStream begun = new ByteArrayInputStream(new byte[] {(byte) first});
      Socket line = encrypted ? handshake(socket, begun) : socket;
      InputStream in =
          encrypted ? line.getInputStream() : new SequenceInputStream(begun, line.getInputStream());
      request = read(in, encrypted);
      if (request != null) {
        behaviour.answer(request, line.getOutputStream());
        line.close();
      }
    } catch (IOException gone) {
      if (request == null) {
        strangers.add(gone.toString());
      }
    } finally {
      open.remove(socket);
    }
  }

  private Socket handshake(Socket socket, InputStream begun) throws IOException {
    SSLSocket secure =
        (SSLSocket) certificate.sslContext().getSocketFactory().createSocket(socket, begun, true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private @Nullable Request read(InputStream in, boolean encrypted) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return null;
    }
    List<String> headers = new ArrayList<>();
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      headers.add(header);
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    Request request = new Request(count.getAndIncrement(), encrypted, line, headers, body);
    requests.add(request);
    return request;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      if (octet != '\r') {
        line.write(octet);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    workers.shutdownNow();
  }
}

package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The HTTPS side of an issuer: gate, latency, faults and log around its answers. Thread-safe. */
final class IssuerServer implements AutoCloseable {
  private static final Duration TRICKLE = Duration.ofMillis(20);

  private final HttpsServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool(IssuerServer::worker);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Supplier<Instant> now;
  private final Function<IssuerRequest, Reply> tokens;
  private final Function<String, Reply> documents;
  private final Function<URI, @Nullable Page> pages;
  private final Queue<IssuerFault> nextFaults = new ConcurrentLinkedQueue<>();
  private final List<IssuerRequest> requests = new CopyOnWriteArrayList<>();
  private final List<String> documentPaths = new CopyOnWriteArrayList<>();
  final Gate gate = new Gate();
  volatile Duration latency = Duration.ZERO;
  volatile @Nullable IssuerFault standingFault;

  IssuerServer(
      SSLContext tls,
      Supplier<Instant> now,
      Function<IssuerRequest, Reply> tokens,
      Function<String, Reply> documents,
      Function<URI, @Nullable Page> pages) {
    this.now = now;
    this.tokens = tokens;
    this.documents = documents;
    this.pages = pages;
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      server = HttpsServer.create(new InetSocketAddress(loopback, 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(workers);
    server.createContext("/", this::handle);
  }

  void start() {
    server.start();
  }

  URI url() {
    return URI.create("https://localhost:" + server.getAddress().getPort());
  }

  void failNext(IssuerFault... faults) {
    nextFaults.addAll(Arrays.asList(faults));
  }

  void recover() {
    standingFault = null;
    nextFaults.clear();
  }

  List<IssuerRequest> requests() {
    return List.copyOf(requests);
  }

  List<String> documentPaths() {
    return List.copyOf(documentPaths);
  }

  @Override
  public void close() {
    closed.countDown();
    gate.close();
    server.stop(0);
    workers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      if (exchange.getRequestMethod().equals("POST")) {
        token(exchange);
      } else {
        show(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private void show(HttpExchange exchange) throws IOException {
    Page page = pages.apply(exchange.getRequestURI());
    if (page == null) {
      String path = exchange.getRequestURI().getPath();
      documentPaths.add(path);
      send(exchange, documents.apply(path));
      return;
    }
    if (page.location() != null) {
      exchange.getResponseHeaders().set("Location", page.location().toString());
    }
    send(exchange, page.status(), "text/plain; charset=utf-8", page.text());
  }

  private void token(HttpExchange exchange) throws IOException, InterruptedException {
    IssuerRequest request = TokenForm.read(exchange, now.get());
    gate.enter();
    try {
      requests.add(request);
      gate.pass();
      pause(latency);
      IssuerFault fault = nextFaults.poll();
      if (fault == null) {
        fault = standingFault;
      }
      if (fault == null) {
        send(exchange, tokens.apply(request));
      } else {
        suffer(exchange, request, fault);
      }
    } finally {
      gate.leave();
    }
  }

  private void suffer(HttpExchange exchange, IssuerRequest request, IssuerFault fault)
      throws IOException, InterruptedException {
    if (fault instanceof IssuerFault.Answer answer) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      send(exchange, answer.status(), answer.contentType(), answer.body());
    } else if (fault instanceof IssuerFault.Altered altered) {
      Reply good = tokens.apply(request);
      send(exchange, new Reply(good.status(), altered.change().apply(good.json())));
    } else if (fault instanceof IssuerFault.Huge huge) {
      flood(exchange, huge);
    } else if (fault instanceof IssuerFault.Connection connection) {
      switch (connection) {
        case DROPPED -> exchange.close();
        case SILENT -> closed.await();
        case TRICKLING -> trickle(exchange);
        case TRUNCATED -> truncate(exchange);
      }
    }
  }

  private static void flood(HttpExchange exchange, IssuerFault.Huge huge) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(huge.status(), 0);
    byte[] block = new byte[8192];
    Arrays.fill(block, (byte) ' ');
    block[0] = '{';
    OutputStream out = exchange.getResponseBody();
    for (long sent = 0; sent < huge.bytes(); sent += block.length) {
      out.write(block, 0, (int) Math.min(block.length, huge.bytes() - sent));
      block[0] = ' ';
    }
  }

  private void trickle(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    do {
      out.write(' ');
      out.flush();
    } while (!pause(TRICKLE));
  }

  private static void truncate(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 4096);
    exchange.getResponseBody().write("{\"access_".getBytes(StandardCharsets.US_ASCII));
    exchange.getResponseBody().flush();
  }

  /** Waits so long, or until the server closes; true when it has closed. */
  private boolean pause(Duration time) throws InterruptedException {
    return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    send(
        exchange,
        reply.status(),
        "application/json; charset=utf-8",
        JSONObjectUtils.toJSONString(reply.json()));
  }

  private static void send(HttpExchange exchange, int status, String contentType, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "testkit-issuer");
    thread.setDaemon(true);
    return thread;
  }
}

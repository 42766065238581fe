package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Behaves like the metadata server of Google's machines (Compute Engine, GKE, Cloud Run): hands out
 * tokens of the machine's own service account, which a {@link GoogleIssuer} beside it takes, and
 * identity tokens, which its workload identity pool takes. Plain HTTP on 127.0.0.1, as it is plain
 * HTTP on the machine. Source: docs.cloud.google.com/compute/docs/metadata.
 *
 * <p>Thread-safe. Close it to free the port.
 */
public final class GoogleMetadataServer implements AutoCloseable {
  private static final String ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/";

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final GoogleIssuer issuer;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<IssuerFault.Answer> faults = new ConcurrentLinkedQueue<>();
  private volatile boolean hasAccount = true;

  private GoogleMetadataServer(GoogleIssuer issuer) {
    this.issuer = issuer;
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      server = HttpServer.create(new InetSocketAddress(loopback, 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A metadata server on a free port, whose tokens this issuer takes. */
  public static GoogleMetadataServer start(GoogleIssuer issuer) {
    return new GoogleMetadataServer(issuer);
  }

  /** What a process needs to find this server in place of {@code metadata.google.internal}. */
  public Map<String, String> environment() {
    return Map.of("GCE_METADATA_HOST", "127.0.0.1:" + server.getAddress().getPort());
  }

  /** Where it hands out identity tokens for the workload identity pool of the issuer. */
  public URI identityUrl() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + ACCOUNT + "identity?audience=pool");
  }

  /** The machine has no service account. */
  public void withoutAccount() {
    hasAccount = false;
  }

  /** The next request is answered like this. */
  public void failNext(IssuerFault.Answer answer) {
    faults.add(answer);
  }

  /** The paths asked for so far, oldest first. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(path);
      IssuerFault.Answer fault = faults.poll();
      if (fault != null) {
        fault.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, fault.status(), fault.contentType(), fault.body());
        return;
      }
      exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
      if (!"Google".equals(exchange.getRequestHeaders().getFirst("Metadata-Flavor"))) {
        send(exchange, 403, "text/html", "Missing Metadata-Flavor:Google header.");
      } else if (hasAccount && path.equals(ACCOUNT + "token")) {
        String json = JSONObjectUtils.toJSONString(issuer.callerToken());
        send(exchange, 200, "application/json", json);
      } else if (hasAccount && path.equals(ACCOUNT + "identity")) {
        send(exchange, 200, "text/html", issuer.foreignToken("machine"));
      } else {
        send(exchange, 404, "text/html", "Not Found");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  @Override
  public String toString() {
    return "GoogleMetadataServer[127.0.0.1:" + server.getAddress().getPort() + "]";
  }
}

package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Behaves like the two places where Azure hands tokens to what runs on it: the metadata service of
 * a virtual machine (IMDS) and the identity endpoint of App Service and Container Apps. Plain HTTP
 * on 127.0.0.1, as both are plain HTTP on the machine. Source: learn.microsoft.com/entra/identity/
 * managed-identities-azure-resources/how-to-use-vm-token and
 * .../app-service/overview-managed-identity.
 *
 * <p>Thread-safe. Close it to free the port.
 */
public final class ManagedIdentityEndpoint implements AutoCloseable {
  private static final String IMDS = "/metadata/identity/oauth2/token";
  private static final String APP_SERVICE = "/msi/token";

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final TokenLedger ledger = new TokenLedger();
  private final TokenMint mint = new TokenMint();
  private final String identityHeader = mint.hex(16);
  private final List<String> identities = new CopyOnWriteArrayList<>(List.of(""));
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<IssuerFault.Answer> faults = new ConcurrentLinkedQueue<>();
  private volatile InstantSource clock = InstantSource.system();
  private volatile Duration lifetime = Duration.ofHours(24);

  private ManagedIdentityEndpoint() {
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

  /** An endpoint on a free port with a system-assigned identity. */
  public static ManagedIdentityEndpoint start() {
    return new ManagedIdentityEndpoint();
  }

  /** What a virtual machine would need to find this endpoint in place of 169.254.169.254. */
  public Map<String, String> virtualMachine() {
    return Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", url().toString());
  }

  /** The variables that App Service and Container Apps hand to a process. */
  public Map<String, String> appService() {
    return Map.of(
        "IDENTITY_ENDPOINT",
        url().resolve(APP_SERVICE).toString(),
        "IDENTITY_HEADER",
        identityHeader);
  }

  /** Takes the system-assigned identity away. */
  public void withoutSystemAssigned() {
    identities.remove("");
  }

  /** Adds a user-assigned identity. */
  public void userAssigned(String clientId) {
    identities.add(clientId);
  }

  /** How long tokens live. Default a day, as in Azure. */
  public void lifetime(Duration lifetime) {
    this.lifetime = lifetime;
  }

  /** The clock that dates tokens; the machine's at first. */
  public void clock(InstantSource clock) {
    this.clock = clock;
  }

  /** The next request is answered like this. */
  public void failNext(IssuerFault.Answer answer) {
    faults.add(answer);
  }

  /** Path and query of the requests so far, oldest first. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Every token issued so far, oldest first. These are secrets. */
  public List<String> tokensIssued() {
    return ledger.issued();
  }

  /** Whether this token was issued here and lives. */
  public boolean isValid(String identity, String token) {
    return ledger.isValid(identity, token, clock.instant());
  }

  /** The base URL, {@code http://127.0.0.1:port}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI uri = exchange.getRequestURI();
      requests.add(uri.toString());
      IssuerFault.Answer fault = faults.poll();
      if (fault != null) {
        fault.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, fault.status(), fault.contentType(), fault.body());
        return;
      }
      Reply reply = answer(exchange, uri.getPath(), query(uri.getRawQuery()));
      send(
          exchange,
          reply.status(),
          "application/json; charset=utf-8",
          JSONObjectUtils.toJSONString(reply.json()));
    }
  }

  private Reply answer(HttpExchange exchange, String path, Map<String, String> query) {
    boolean machine = path.equals(IMDS);
    if (!machine && !path.equals(APP_SERVICE)) {
      return Reply.notFound();
    }
    String refusal = machine ? metadataRefusal(exchange, query) : appRefusal(exchange, query);
    if (refusal != null) {
      return Reply.error(400, "invalid_request", refusal);
    }
    String resource = query.getOrDefault("resource", "");
    if (!resource.startsWith("https://")) {
      return Reply.error(
          400,
          "invalid_resource",
          "AADSTS500011: The resource principal named "
              + resource
              + " was not found in the tenant named Contoso.");
    }
    String clientId = query.getOrDefault("client_id", "");
    if (!identities.contains(clientId)) {
      return Reply.error(400, "invalid_request", "Identity not found");
    }
    return new Reply(200, token(machine, resource, clientId));
  }

  private static @Nullable String metadataRefusal(
      HttpExchange exchange, Map<String, String> query) {
    if (!"true".equals(exchange.getRequestHeaders().getFirst("Metadata"))) {
      return "Required metadata header not specified";
    }
    return "2018-02-01".equals(query.get("api-version"))
        ? null
        : "Required query variable 'api-version' is missing";
  }

  private @Nullable String appRefusal(HttpExchange exchange, Map<String, String> query) {
    if (!identityHeader.equals(exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"))) {
      return "The identity header is missing or wrong";
    }
    return "2019-08-01".equals(query.get("api-version")) ? null : "The api-version is unknown";
  }

  private Map<String, Object> token(boolean machine, String resource, String clientId) {
    Instant now = clock.instant();
    Instant end = now.plus(lifetime);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(resource)
            .claim("appid", clientId.isEmpty() ? "system-assigned" : clientId)
            .claim("roles", List.of("SMTP.SendAsApp"))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(end))
            .jwtID(mint.hex(8))
            .build();
    String token = mint.jwt(claims, 1500);
    ledger.add(token, identity -> true, end);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("access_token", token);
    if (machine) {
      json.put("expires_in", Long.toString(lifetime.toSeconds()));
      json.put("not_before", Long.toString(now.getEpochSecond()));
    }
    json.put("expires_on", Long.toString(end.getEpochSecond()));
    json.put("resource", resource);
    json.put("token_type", "Bearer");
    json.put("client_id", clientId);
    return json;
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : (raw == null ? "" : raw).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
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
    return "ManagedIdentityEndpoint[" + url() + "]";
  }
}

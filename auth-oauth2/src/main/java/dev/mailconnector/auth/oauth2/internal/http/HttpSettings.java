package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.transport.ProxyServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How token endpoints are reached.
 *
 * @param tls verifies the endpoint; asked on the thread of the request, since it reads files
 * @param proxy an HTTP proxy, or null to connect directly
 * @param connectTimeout the limit for TCP, and for the TLS handshake
 * @param deadline the limit for the whole request, whatever the server does
 * @param proxyLogins how to log in at the proxy beside Basic, strongest first
 */
public record HttpSettings(
    Supplier<SSLContext> tls,
    @Nullable ProxyServer proxy,
    Duration connectTimeout,
    Duration deadline,
    List<ProxyLogin> proxyLogins) {

  /** Copies the list. */
  public HttpSettings {
    proxyLogins = List.copyOf(proxyLogins);
  }

  /** The same with Basic alone. */
  public HttpSettings(
      Supplier<SSLContext> tls,
      @Nullable ProxyServer proxy,
      Duration connectTimeout,
      Duration deadline) {
    this(tls, proxy, connectTimeout, deadline, List.of());
  }
}

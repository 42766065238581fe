package dev.mailconnector.auth.oauth2.internal.answer;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.net.NamedEndpoint;
import org.jspecify.annotations.Nullable;

/** What was tried in vain in place of the endpoint: a proxy, or another stop of the same trip. */
final class UnreachedHost {
  private UnreachedHost() {}

  /** The host (and port, where known) that was tried and is not the endpoint's; null if none. */
  static @Nullable String of(IOException failure, URI endpoint) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      NamedEndpoint tried =
          each instanceof HttpHostConnectException refused
              ? refused.getHost()
              : each instanceof ConnectTimeoutException silent ? silent.getHost() : null;
      if (tried != null) {
        return isOf(tried, endpoint) ? null : tried.getHostName() + ":" + tried.getPort();
      }
      if (each instanceof UnknownHostException && each.getMessage() != null) {
        String name = each.getMessage().replaceFirst(":.*", "").strip();
        return name.contains(" ") || name.equalsIgnoreCase(endpoint.getHost()) ? null : name;
      }
    }
    return null;
  }

  private static boolean isOf(NamedEndpoint tried, URI endpoint) {
    int port = endpoint.getPort() < 0 ? 443 : endpoint.getPort();
    return tried.getHostName().equalsIgnoreCase(endpoint.getHost())
        && (tried.getPort() < 0 || tried.getPort() == port);
  }
}

package dev.mailconnector.auth.oauth2.internal.http;

import java.net.URI;
import java.util.Set;

/** Which URLs may be given a secret. */
public final class SecureUrl {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private SecureUrl() {}

  /** Whether this is an absolute https URL, or an http one on a loopback address. */
  public static boolean isSecure(URI url) {
    String host = url.getHost();
    if (host == null || url.getRawUserInfo() != null) {
      return false;
    }
    return "https".equalsIgnoreCase(url.getScheme())
        || ("http".equalsIgnoreCase(url.getScheme()) && THIS_MACHINE.contains(host));
  }
}

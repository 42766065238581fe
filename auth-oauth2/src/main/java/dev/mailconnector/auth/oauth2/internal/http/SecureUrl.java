package dev.mailconnector.auth.oauth2.internal.http;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/** Which URLs may be given a secret, and which may give one. */
public final class SecureUrl {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern NEARBY =
      Pattern.compile("169\\.254\\.\\d{1,3}\\.\\d{1,3}|metadata\\.google\\.internal");

  private SecureUrl() {}

  /** Whether this is an absolute https URL, or an http one on a loopback address. */
  public static boolean isSecure(URI url) {
    return isAbsolute(url) && (isHttps(url) || (isHttp(url) && isThisMachine(url)));
  }

  /**
   * Whether tokens may be fetched there: {@linkplain #isSecure securely}, or without leaving the
   * machine and its host, which is where clouds keep their metadata (RFC 3927).
   */
  public static boolean isNearbyOrSecure(URI url) {
    return isSecure(url)
        || (isAbsolute(url) && isHttp(url) && NEARBY.matcher(url.getHost()).matches());
  }

  private static boolean isAbsolute(URI url) {
    return url.getHost() != null && url.getRawUserInfo() == null;
  }

  private static boolean isThisMachine(URI url) {
    return THIS_MACHINE.contains(url.getHost());
  }

  private static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  private static boolean isHttp(URI url) {
    return "http".equalsIgnoreCase(url.getScheme());
  }
}

package dev.mailconnector.transport;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.internal.AsciiDomain;

/**
 * Where mail is handed in.
 *
 * @param host a host name or an address; certificates are checked against it
 * @param port 1 to 65535
 * @param tls when the connection becomes encrypted
 */
public record SmtpEndpoint(String host, int port, TlsMode tls) {

  /** Checks host and port; an internationalised name becomes its ASCII form. */
  public SmtpEndpoint {
    if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      throw ConfigurationException.of(
          "host", host, "A host name or address without spaces or control characters is needed.");
    }
    host = ascii(host);
    if (port < 1 || port > 65535) {
      throw ConfigurationException.of(
          "port", String.valueOf(port), "A port is a number from 1 to 65535.");
    }
  }

  /** Port 587 with STARTTLS required (RFC 6409). */
  public static SmtpEndpoint submission(String host) {
    return new SmtpEndpoint(host, 587, TlsMode.STARTTLS);
  }

  /** Port 465 with TLS from the first byte (RFC 8314). */
  public static SmtpEndpoint submissions(String host) {
    return new SmtpEndpoint(host, 465, TlsMode.IMPLICIT);
  }

  private static String ascii(String host) {
    try {
      return AsciiDomain.of(host);
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of("host", host, String.valueOf(e.getMessage()));
    }
  }

  /** {@code host:port}. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

package dev.mailconnector.transport;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in front of the mail server. The mail server's name is resolved by the proxy, not here.
 *
 * @param kind how it is spoken to
 * @param host its name or address
 * @param port its port
 * @param user the user name, or null for none; where the proxy wants NTLM it may be {@code
 *     DOMAIN\\user} or a user principal name
 * @param password where the password comes from, read again once the proxy has refused it; or null
 *     for none
 */
public record ProxyServer(
    Kind kind, String host, int port, @Nullable String user, @Nullable SecretSource password) {

  /** How a proxy is spoken to. */
  public enum Kind {
    /** SOCKS version 5 (RFC 1928), with user name and password (RFC 1929) where given. */
    SOCKS5,
    /**
     * HTTP CONNECT (RFC 9110 section 9.3.6); where a user is given, with NTLM if
     * mailconnector-auth- ntlm is there and the proxy offers it, else with Basic.
     */
    HTTP
  }

  /** Checks host, port and that user and password come together. */
  public ProxyServer {
    if (host.isBlank()) {
      throw ConfigurationException.of("proxy", host, "A proxy needs a host.");
    }
    if (port < 1 || port > 65535) {
      throw ConfigurationException.of(
          "proxy", String.valueOf(port), "A port is a number from 1 to 65535.");
    }
    if ((user == null) != (password == null)) {
      throw ConfigurationException.of(
          "proxy", user, "User and password come together, or not at all.");
    }
  }

  /** A SOCKS5 proxy that asks for no login. */
  public static ProxyServer socks5(String host, int port) {
    return new ProxyServer(Kind.SOCKS5, host, port, null, null);
  }

  /** An HTTP proxy that asks for no login. */
  public static ProxyServer http(String host, int port) {
    return new ProxyServer(Kind.HTTP, host, port, null, null);
  }

  /** The same proxy with a login whose password never changes. */
  public ProxyServer login(String newUser, Secret newPassword) {
    return login(newUser, SecretSource.fixed(newPassword));
  }

  /** The same proxy with a login. */
  public ProxyServer login(String newUser, SecretSource newPassword) {
    return new ProxyServer(kind, host, port, newUser, newPassword);
  }

  @Override
  public String toString() {
    return kind + " proxy " + host + ":" + port;
  }
}

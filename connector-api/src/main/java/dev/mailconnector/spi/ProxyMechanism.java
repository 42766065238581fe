package dev.mailconnector.spi;

import dev.mailconnector.transport.ProxyServer;
import java.time.InstantSource;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * A login at an HTTP proxy that takes several steps on one connection, such as NTLM. Found by
 * {@link java.util.ServiceLoader}, so that what speaks HTTP can use what a module on the class path
 * knows, and neither knows the other. Stateless and thread-safe, with a public no-argument
 * constructor.
 */
public interface ProxyMechanism {

  /** The authentication scheme (RFC 9110 section 11.1), as in {@code Proxy-Authenticate: NTLM}. */
  String scheme();

  /**
   * Starts a login for one connection to a proxy with a user; the caller disposes of it. Responses
   * and challenges are what stands in base64 behind the scheme. Does no I/O.
   *
   * @param password what the proxy's password source gave
   * @param clock the calendar clock
   * @throws SaslException if this Java, or this user, cannot log in so
   * @throws IllegalArgumentException if the proxy has no user
   */
  SaslClient start(ProxyServer proxy, Secret password, InstantSource clock) throws SaslException;
}

package dev.mailconnector.internal.smtp;

import dev.mailconnector.transport.SmtpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A greeted server: EHLO is said, TLS is up where it was to be, nobody is logged in yet.
 *
 * @param endpoint where it is
 * @param wire the line to it
 * @param capabilities what it announced in the EHLO that counts
 * @param tlsProtocol {@code TLSv1.3} and the like, or null for an unencrypted line
 * @param anchor what must stay reachable as long as the line is used
 */
public record ServerSession(
    SmtpEndpoint endpoint,
    SmtpWire wire,
    Capabilities capabilities,
    @Nullable String tlsProtocol,
    Object anchor) {

  /** Whether the line is encrypted. */
  public boolean isEncrypted() {
    return tlsProtocol != null;
  }

  /** Whether the server has ended the line, or spoken unasked, since. Waits for nothing. */
  public boolean isStale() {
    return wire.isStale();
  }
}

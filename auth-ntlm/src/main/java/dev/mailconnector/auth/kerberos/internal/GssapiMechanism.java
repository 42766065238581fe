package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import java.time.Duration;
import java.time.InstantSource;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.ietf.jgss.GSSException;

/**
 * GSSAPI (RFC 4752). Without a security layer of its own whoever holds the line could go on in the
 * user's name, so the line must be encrypted.
 */
final class GssapiMechanism implements Mechanism {
  private static final String NAME = "GSSAPI";

  /** With less to go the JDK might ask the KDC for another, in the sender's thread. */
  private static final Duration TOO_SHORT = Duration.ofSeconds(5);

  private final Ticket ticket;
  private final InstantSource clock;

  GssapiMechanism(Ticket ticket, InstantSource clock) {
    this.ticket = ticket;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslClient start(MechanismContext context) throws SaslException {
    if (!clock.instant().isBefore(ticket.expiresAt().minus(TOO_SHORT))) {
      throw new SaslException(
          "the ticket for " + ticket.service() + " ended before the server was ready");
    }
    try {
      return new GssapiClient(ticket.open(), ticket, context.tls());
    } catch (GSSException e) {
      throw KerberosErrors.ofExchange(e, ticket);
    }
  }

  @Override
  public String toString() {
    return NAME;
  }
}

package dev.mailconnector.auth.kerberos.internal;

import java.time.Instant;
import java.util.Arrays;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import org.ietf.jgss.GSSException;

/**
 * Tickets of the JDK. The subject holds the ticket-granting ticket and the one for the service, and
 * the JDK goes to the KDC only for what it does not find there.
 */
final class JgssTicket implements Ticket {
  private final Subject subject;
  private final KerberosTicket granting;
  private final String service;
  private final Instant expiresAt;

  JgssTicket(Subject subject, KerberosTicket granting, String service, Instant expiresAt) {
    this.subject = subject;
    this.granting = granting;
    this.service = service;
    this.expiresAt = expiresAt;
  }

  @Override
  public String client() {
    return granting.getClient().getName();
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public Instant expiresAt() {
    return expiresAt;
  }

  @Override
  public boolean isOfSameOrigin(Ticket other) {
    return other instanceof JgssTicket that
        && Arrays.equals(granting.getEncoded(), that.granting.getEncoded());
  }

  @Override
  public InitiatorContext open() throws GSSException {
    return InitiatorContext.to(service, subject);
  }

  @Override
  public String toString() {
    return "ticket of " + client() + " for " + service + ", until " + expiresAt;
  }
}

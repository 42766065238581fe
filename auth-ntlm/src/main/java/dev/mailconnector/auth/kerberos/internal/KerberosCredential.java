package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Mechanism;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** One ticket, for GSSAPI and nothing else. */
record KerberosCredential(
    Ticket ticket, GssapiMechanism mechanism, long generation, Instant issuedAt)
    implements Credential {

  static KerberosCredential of(
      Ticket ticket, long generation, Instant issuedAt, InstantSource clock) {
    return new KerberosCredential(ticket, new GssapiMechanism(ticket, clock), generation, issuedAt);
  }

  @Override
  public List<Mechanism> mechanisms() {
    return List.of(mechanism);
  }

  @Override
  public Instant expiresAt() {
    return ticket.expiresAt();
  }

  @Override
  public String toString() {
    return ticket + ", generation " + generation;
  }
}

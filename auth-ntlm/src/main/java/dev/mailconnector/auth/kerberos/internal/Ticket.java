package dev.mailconnector.auth.kerberos.internal;

import java.time.Instant;
import org.ietf.jgss.GSSException;

/** A ticket for one mail server, from which any number of logins is made. Thread-safe. */
interface Ticket {

  /** Whose it is: {@code svc-mail@CORP.EXAMPLE}. */
  String client();

  /** Whom it is for: {@code smtp/mail.corp.example@CORP.EXAMPLE}. */
  String service();

  /** When it ends, or the ticket-granting ticket behind it, whichever is first. */
  Instant expiresAt();

  /** Whether it was made from the same ticket-granting ticket. */
  boolean isOfSameOrigin(Ticket other);

  /** A login that has said nothing yet. Does no I/O, and neither do its steps. */
  InitiatorContext open() throws GSSException;
}

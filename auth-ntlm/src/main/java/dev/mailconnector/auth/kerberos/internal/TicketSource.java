package dev.mailconnector.auth.kerberos.internal;

import org.jspecify.annotations.Nullable;

/** One trip for a ticket: no cache, no retry. Thread-safe. */
interface TicketSource {

  /** A ticket. Blocks for as long as the JDK's Kerberos does. */
  Ticket fetch() throws TicketFailure;

  /**
   * Something that is another when the keytab, the cache or the password is another, so that a new
   * one need not wait until a pause is over; null if that cannot be told. May read a file or ask a
   * vault, so it belongs on a worker.
   */
  @Nullable Object stamp();
}

package dev.mailconnector.transport;

/**
 * How much of a mail transaction may go out at once. An upper bound: below it the server's offer
 * decides, and a server that trips over a level is spoken to at the next lower one from then on.
 */
public enum TransactionLevel {
  /**
   * One command at a time (RFC 5321): four round trips, and one more for each further recipient.
   */
  PLAIN,
  /** MAIL, RCPT and DATA together, then the message (RFC 2920): two round trips. */
  PIPELINED,
  /**
   * Everything in one flight, the message as one chunk (RFC 3030, RFC 2920): one round trip. The
   * default.
   */
  BDAT
}

package dev.mailconnector.testkit;

/** How a {@link ScriptedSmtpServer} comes to TLS. */
public enum ServerTls {
  /** TLS from the first byte, as on port 465 (RFC 8314, section 3.3). */
  IMPLICIT,
  /** In clear until the client says STARTTLS, as on port 587 (RFC 3207). */
  STARTTLS,
  /** No TLS at all. */
  NONE
}

package dev.mailconnector.transport;

/** When a connection becomes encrypted. */
public enum TlsMode {
  /** TLS from the first byte: port 465, "submissions" (RFC 8314 section 3.3). */
  IMPLICIT,
  /** STARTTLS is required: without it the connection is given up (RFC 3207). The default. */
  STARTTLS,
  /**
   * STARTTLS where the server offers it. A login over the unencrypted line needs a permission of
   * its own.
   */
  STARTTLS_IF_OFFERED,
  /** Never encrypted. A login needs a permission of its own. */
  NONE;

  /** Whether a connection must not be used unencrypted. */
  public boolean isRequired() {
    return this == IMPLICIT || this == STARTTLS;
  }
}

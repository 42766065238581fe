package dev.mailconnector.spi;

/**
 * Implemented by a {@link javax.security.sasl.SaslClient} whose servers may say 235 before the last
 * step of the exchange, when everything that had to be proved has been: an Exchange server does so
 * by GSSAPI and leaves out the negotiation of a security layer (RFC 4752 section 3.1). Without this
 * interface a login that is not {@linkplain javax.security.sasl.SaslClient#isComplete() complete}
 * has failed, whatever the server says.
 */
public interface AcceptsEarlySuccess {

  /**
   * Whether the server has proved who it is by now, on a line that nobody can have taken over
   * since. {@code getNegotiatedProperty} must answer then, too.
   */
  boolean isProven();
}

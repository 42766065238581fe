package dev.mailconnector.spi;

import org.jspecify.annotations.Nullable;

/**
 * Implemented by a {@link javax.security.sasl.SaslClient} whose server may send one more challenge
 * to say why it refuses: the error JSON of OAUTHBEARER (RFC 7628 section 3.2.2) and XOAUTH2. The
 * dialogue answers with {@link #answerError} and then reads the final reply; without this interface
 * it would cancel and the reason would be lost. After an error challenge the login has failed,
 * whatever the server says next.
 */
public interface ExplainsRefusal {

  /**
   * The answer to an error challenge: empty for XOAUTH2, a single 0x01 for OAUTHBEARER (RFC 7628
   * section 3.2.3).
   */
  byte[] answerError(byte[] challenge);

  /**
   * What the server said in its error challenge, bounded and without secrets; null if it has sent
   * none.
   */
  @Nullable String explanation();
}

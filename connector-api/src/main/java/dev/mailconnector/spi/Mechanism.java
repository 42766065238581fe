package dev.mailconnector.spi;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * A SASL mechanism (RFC 4422) bound to one credential: a name and a factory of one-shot exchanges.
 * Stateless and thread-safe.
 *
 * <p>The exchange is the JDK's own {@link SaslClient}, so mechanisms of the JDK and of other
 * libraries plug in. A client that can do more also implements {@link ExplainsRefusal} (it answers
 * a server's error challenge), {@link AdvisesOnRefusal}, {@link AnswersWords} or {@link
 * AcceptsEarlySuccess}.
 */
public interface Mechanism {

  /** The registered name, exactly as servers announce it: {@code PLAIN}, {@code XOAUTH2}. */
  String name();

  /**
   * Whether the secret (or something it can be computed from) crosses the line, so that the line
   * must be encrypted.
   */
  default boolean needsTls() {
    return true;
  }

  /**
   * Whether this connection has what the mechanism needs beside its name in the offer, such as a
   * channel binding. Asked of what the server offers; where nothing of that fits, the first of it
   * is started and says why it cannot go on.
   */
  default boolean fits(MechanismContext context) {
    return true;
  }

  /** Starts an exchange for one connection; the caller disposes of it. Does no I/O. */
  SaslClient start(MechanismContext context) throws SaslException;
}

package dev.mailconnector.spi;

import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import org.jspecify.annotations.Nullable;

/**
 * A client of a mechanism that logs in and nothing more: what is sent afterwards goes over the line
 * as it is (quality of protection {@code auth}, RFC 4422 section 3.7), which is all that the
 * connector permits. A {@link Mechanism} implements it to be spared what {@link SaslClient} asks of
 * security layers. Used by one thread.
 */
public interface AuthOnlyClient extends SaslClient {

  /**
   * Fails: there is no security layer.
   *
   * @throws IllegalStateException always
   */
  @Override
  default byte[] unwrap(byte[] incoming, int offset, int length) {
    throw new IllegalStateException(getMechanismName() + " has no security layer (QOP auth)");
  }

  /**
   * Fails: there is no security layer.
   *
   * @throws IllegalStateException always
   */
  @Override
  default byte[] wrap(byte[] outgoing, int offset, int length) {
    throw new IllegalStateException(getMechanismName() + " has no security layer (QOP auth)");
  }

  /**
   * {@code auth} for {@link Sasl#QOP}, null for every other property.
   *
   * @throws IllegalStateException before the exchange is complete
   */
  @Override
  default @Nullable Object getNegotiatedProperty(String property) {
    if (!isComplete()) {
      throw new IllegalStateException(getMechanismName() + " is not complete");
    }
    return property.equals(Sasl.QOP) ? "auth" : null;
  }
}

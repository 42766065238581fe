package dev.mailconnector.auth.basic.internal;

import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * What the exchanges that prove nothing of the server have in common: complete after the last
 * answer, they refuse another challenge, have no security layer, and wipe the password when they
 * are disposed of. Used by one thread.
 */
abstract class PasswordClient implements SaslClient {
  private final String mechanism;
  private final boolean speaksFirst;
  private boolean disposed;

  PasswordClient(String mechanism, boolean speaksFirst) {
    this.mechanism = mechanism;
    this.speaksFirst = speaksFirst;
  }

  /** The answer to a challenge that is due; must be the caller's to keep. */
  abstract byte[] answer(byte[] challenge) throws SaslException;

  /** Lets go of the password. */
  abstract void wipe();

  @Override
  public final String getMechanismName() {
    return mechanism;
  }

  @Override
  public final boolean hasInitialResponse() {
    return speaksFirst;
  }

  @Override
  public final byte[] evaluateChallenge(byte[] challenge) throws SaslException {
    if (disposed) {
      throw new SaslException(mechanism + " has been disposed of");
    }
    if (isComplete()) {
      throw new SaslException(mechanism + " was complete when the server sent another challenge");
    }
    return answer(challenge);
  }

  @Override
  public final byte[] unwrap(byte[] incoming, int offset, int length) {
    throw noSecurityLayer();
  }

  @Override
  public final byte[] wrap(byte[] outgoing, int offset, int length) {
    throw noSecurityLayer();
  }

  @Override
  public final @Nullable Object getNegotiatedProperty(String property) {
    if (!isComplete()) {
      throw new IllegalStateException(mechanism + " is not complete");
    }
    return property.equals(Sasl.QOP) ? "auth" : null;
  }

  @Override
  public final void dispose() {
    disposed = true;
    wipe();
  }

  private IllegalStateException noSecurityLayer() {
    return new IllegalStateException(mechanism + " has no security layer (QOP auth)");
  }
}

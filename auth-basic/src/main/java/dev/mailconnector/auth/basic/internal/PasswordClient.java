package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.spi.AuthOnlyClient;
import javax.security.sasl.SaslException;

/**
 * What the exchanges that prove nothing of the server have in common: complete after the last
 * answer, they refuse another challenge, have no security layer, and wipe the password when they
 * are disposed of. Used by one thread.
 */
abstract class PasswordClient implements AuthOnlyClient {
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
  public final void dispose() {
    disposed = true;
    wipe();
  }
}

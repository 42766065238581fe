package dev.mailconnector.auth.basic.internal;

import java.util.Arrays;
import java.util.List;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose answers are known beforehand and do not depend on the challenges. Complete
 * after the last answer, it refuses another challenge, and it wipes the answers when it is disposed
 * of. Used by one thread.
 */
final class AnswersInOrder implements SaslClient {
  private final String mechanism;
  private final boolean speaksFirst;
  private final List<byte[]> answers;
  private int given;
  private boolean disposed;

  AnswersInOrder(String mechanism, boolean speaksFirst, List<byte[]> answers) {
    this.mechanism = mechanism;
    this.speaksFirst = speaksFirst;
    this.answers = answers;
  }

  @Override
  public String getMechanismName() {
    return mechanism;
  }

  @Override
  public boolean hasInitialResponse() {
    return speaksFirst;
  }

  @Override
  public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
    if (disposed) {
      throw new SaslException(mechanism + " has been disposed of");
    }
    if (isComplete()) {
      throw new SaslException(mechanism + " was complete when the server sent another challenge");
    }
    return answers.get(given++).clone();
  }

  @Override
  public boolean isComplete() {
    return given == answers.size();
  }

  @Override
  public byte[] unwrap(byte[] incoming, int offset, int length) {
    throw noSecurityLayer();
  }

  @Override
  public byte[] wrap(byte[] outgoing, int offset, int length) {
    throw noSecurityLayer();
  }

  @Override
  public @Nullable Object getNegotiatedProperty(String property) {
    if (!isComplete()) {
      throw new IllegalStateException(mechanism + " is not complete");
    }
    return property.equals(Sasl.QOP) ? "auth" : null;
  }

  @Override
  public void dispose() {
    disposed = true;
    answers.forEach(answer -> Arrays.fill(answer, (byte) 0));
  }

  private IllegalStateException noSecurityLayer() {
    return new IllegalStateException(mechanism + " has no security layer (QOP auth)");
  }
}

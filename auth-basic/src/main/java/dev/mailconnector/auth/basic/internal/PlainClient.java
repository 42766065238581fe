package dev.mailconnector.auth.basic.internal;

import java.util.Arrays;

/** One login by PLAIN: a single message, whatever the server says. */
final class PlainClient extends PasswordClient {
  private final byte[] message;
  private boolean said;

  /** Takes the message over, to wipe it. */
  PlainClient(byte[] message) {
    super("PLAIN", true);
    this.message = message;
  }

  @Override
  byte[] answer(byte[] challenge) {
    said = true;
    return message.clone();
  }

  @Override
  public boolean isComplete() {
    return said;
  }

  @Override
  void wipe() {
    Arrays.fill(message, (byte) 0);
  }
}

package dev.mailconnector.auth.basic.internal.scram;

import java.util.Arrays;

/**
 * What is computed of a password for one salt and one iteration count; as good as the password at
 * servers that use both.
 *
 * @param client ClientKey (RFC 5802 section 3)
 * @param server ServerKey
 */
record ScramKeys(byte[] client, byte[] server) {

  ScramKeys copy() {
    return new ScramKeys(client.clone(), server.clone());
  }

  void wipe() {
    Arrays.fill(client, (byte) 0);
    Arrays.fill(server, (byte) 0);
  }

  @Override
  public String toString() {
    return "ScramKeys[***]";
  }
}

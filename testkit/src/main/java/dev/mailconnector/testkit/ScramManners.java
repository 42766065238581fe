package dev.mailconnector.testkit;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sort of SCRAM a server has.
 *
 * @param salt the salt of every user
 * @param iterations the iteration count of every user
 * @param nonce its part of the nonce; null to draw one
 * @param serverFirst the server-first-message, with {r}, {s} and {i} to fill in
 * @param serverFinal the server-final-message, with {v} to fill in; empty to say 235 in its place
 * @param bindings the types of channel binding it knows
 * @param explains whether it says why it refuses, in a challenge of its own
 */
record ScramManners(
    byte[] salt,
    int iterations,
    @Nullable String nonce,
    String serverFirst,
    String serverFinal,
    Set<String> bindings,
    boolean explains) {

  ScramManners salted(byte[] newSalt, int newIterations) {
    return new ScramManners(
        newSalt.clone(), newIterations, nonce, serverFirst, serverFinal, bindings, explains);
  }

  ScramManners withNonce(String newNonce) {
    return new ScramManners(
        salt, iterations, newNonce, serverFirst, serverFinal, bindings, explains);
  }

  ScramManners withServerFirst(String newServerFirst) {
    return new ScramManners(
        salt, iterations, nonce, newServerFirst, serverFinal, bindings, explains);
  }

  ScramManners withServerFinal(String newServerFinal) {
    return new ScramManners(
        salt, iterations, nonce, serverFirst, newServerFinal, bindings, explains);
  }

  ScramManners withBindings(Set<String> newBindings) {
    return new ScramManners(
        salt, iterations, nonce, serverFirst, serverFinal, newBindings, explains);
  }

  ScramManners explaining() {
    return new ScramManners(salt, iterations, nonce, serverFirst, serverFinal, bindings, true);
  }
}

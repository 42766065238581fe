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
    boolean explains) {}

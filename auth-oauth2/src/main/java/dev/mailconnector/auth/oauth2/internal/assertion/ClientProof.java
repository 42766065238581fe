package dev.mailconnector.auth.oauth2.internal.assertion;

import dev.mailconnector.spi.SecretSource;

/** How a confidential application proves itself. */
public sealed interface ClientProof {

  /**
   * By a secret that both sides know.
   *
   * @param value read for every token
   */
  record SharedSecret(SecretSource value) implements ClientProof {}

  /**
   * By an assertion signed here, with the key of a registered certificate.
   *
   * @param key signs anew for every token
   */
  record Certificate(AssertionKey key) implements ClientProof {}

  /**
   * By the token of an identity provider that the application trusts (workload identity
   * federation).
   *
   * @param token read for every token, since such tokens live an hour or so
   */
  record Federated(SecretSource token) implements ClientProof {}
}

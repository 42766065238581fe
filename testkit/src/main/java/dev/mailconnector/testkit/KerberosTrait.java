package dev.mailconnector.testkit;

/** What makes a {@link KerberosServer} another than the usual one. */
public enum KerberosTrait {
  /** Reads no initial response and answers it by words: {@code 334 GSSAPI supported}. */
  IGNORES_INITIAL_RESPONSE,
  /** Accepts once the context stands and negotiates no security layer, as Exchange does. */
  ACCEPTS_EARLY,
  /** Accepts the first token without a proof of its own. */
  ACCEPTS_WITHOUT_PROOF,
  /** Offers integrity and confidentiality, but not to go on without a layer. */
  DEMANDS_LAYER,
  /** Answers by octets that are no token. */
  SPEAKS_GARBAGE,
  /** Its proof is right, and what it says of layers is not signed. */
  LAYER_IS_GARBAGE,
  /** Its offer of layers has five octets. */
  LAYER_IS_LONG,
  /** Goes on asking when everything is said. */
  NEVER_ENDS,
  /** Refuses whoever comes, at the end. */
  LETS_NOBODY_IN
}

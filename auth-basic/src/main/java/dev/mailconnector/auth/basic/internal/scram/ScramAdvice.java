package dev.mailconnector.auth.basic.internal.scram;

import org.jspecify.annotations.Nullable;

/**
 * What a refusal can mean. A server that keeps passwords in a form of its own can offer SCRAM and
 * yet never verify one; nothing else is tried after a refusal, so a human must be told.
 *
 * @param name the mechanism
 * @param bindingType what the login was bound to, or null
 * @param prepared whether SASLprep made another name or password of what was given
 */
record ScramAdvice(String name, @Nullable String bindingType, boolean prepared) {

  String on(@Nullable String error) {
    return said(error)
        + "Check user and password first. If both are right, the server cannot verify this user by "
        + name
        + ", although it offers it: many keep passwords hashed for PLAIN only (Dovecot with CRYPT or"
        + " BLF-CRYPT, Cyrus SASL with saslauthd or PAM). Then set auth.mechanism: PLAIN on this"
        + " account, over TLS, or ask whoever runs the server to keep SCRAM keys for the user or to"
        + " stop offering SCRAM."
        + channel()
        + preparation();
  }

  private static String said(@Nullable String error) {
    return error == null ? "" : "The server says " + error + ". ";
  }

  private String channel() {
    return bindingType == null
        ? ""
        : " This login was bound to the TLS channel ("
            + bindingType
            + "): a box between here and the server that ends TLS makes it fail, as it should, and so"
            + " does a server that does not know this type of binding; auth.mechanism: "
            + name.replace("-PLUS", "")
            + " does not bind.";
  }

  private String preparation() {
    return prepared
        ? " User or password has characters that SASLprep (RFC 4013) replaces by others, as SCRAM"
            + " demands; a server that does not do the same when it stores a password never takes"
            + " it. PLAIN sends both as given."
        : "";
  }
}

package dev.mailconnector.auth.oauth2.internal.consent;

import dev.mailconnector.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The random values of one authorization request.
 *
 * @param state comes back with the answer, which is how an answer to this request is known
 * @param verifier whoever presents the code must know it (RFC 7636)
 * @param nonce comes back in an ID token (OpenID Connect Core section 3.1.2.1)
 */
record CodeProof(Secret state, Secret verifier, Secret nonce) {
  private static final int BYTES = 32;

  static CodeProof draw(SecureRandom random) {
    return new CodeProof(text(random), text(random), text(random));
  }

  private static Secret text(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** By S256, RFC 7636 section 4.2; {@code plain} is never used. */
  String challenge() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JVM has SHA-256", impossible);
    }
  }
}

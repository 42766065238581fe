package dev.mailconnector.spi;

import dev.mailconnector.failure.Remedy;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Credential} tells about itself. Immutable; nothing in it is secret.
 *
 * @param told what is known of it by name, such as {@code audience}, in the order to tell it
 * @param doubts why the mail server may refuse it although its issuer gave it
 * @param issuerTime what the issuer's clock said when it gave it, at {@link Credential#issuedAt} by
 *     this machine's; or null
 */
public record CredentialFacts(
    Map<String, String> told, List<Remedy> doubts, @Nullable Instant issuerTime) {
  /** Nothing is known. */
  public static final CredentialFacts NONE = new CredentialFacts(Map.of(), List.of(), null);

  /** Copies map and list. */
  public CredentialFacts {
    told = Collections.unmodifiableMap(new LinkedHashMap<>(told));
    doubts = List.copyOf(doubts);
  }
}

package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.CredentialFacts;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be told of an access token without telling it. */
final class TokenFacts {
  private final Map<String, String> told = new LinkedHashMap<>();

  private TokenFacts() {}

  static CredentialFacts of(AccessToken token) {
    TokenFacts facts = new TokenFacts();
    facts.words("scopes", token.scopes().stream().sorted().toList());
    TokenClaims claims = TokenClaims.peek(token.value()).orElse(null);
    facts.told.put(
        "kind",
        claims == null ? "opaque: only the issuer can read it" : "JWT, read and not verified");
    if (claims == null) {
      return new CredentialFacts(facts.told, List.of(), token.issuerTime());
    }
    facts.add(claims);
    return new CredentialFacts(facts.told, claims.doubt().stream().toList(), token.issuerTime());
  }

  private void add(TokenClaims claims) {
    word("issuer", claims.issuer());
    words("audience", claims.audience());
    word("tenant", claims.tenant());
    word("client", claims.client());
    word("user", claims.user());
    words("roles", claims.roles());
    words("granted", claims.scopes());
    Instant end = claims.expiresAt();
    word("expires", end == null ? null : end.toString());
  }

  private void words(String name, Collection<String> words) {
    word(name, words.isEmpty() ? null : String.join(" ", words));
  }

  private void word(String name, @Nullable String value) {
    if (value != null) {
      told.put(name, value);
    }
  }
}

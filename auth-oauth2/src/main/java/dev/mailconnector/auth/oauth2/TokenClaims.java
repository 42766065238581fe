package dev.mailconnector.auth.oauth2;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.Secret;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a JWT access token (RFC 7519) says about itself, for a person who looks for a mistake. It is
 * read, not verified: nothing may be decided by it. Immutable; holds no secret.
 *
 * @param issuer {@code iss}, or null
 * @param audience {@code aud}: whom the token is meant for
 * @param tenant {@code tid}: the tenant at Microsoft, or null
 * @param client {@code appid}, {@code azp} or {@code client_id}, or null
 * @param user {@code upn}, {@code preferred_username} or {@code email}, or null
 * @param roles {@code roles}: what an application may do
 * @param scopes {@code scp} or {@code scope}: what was granted
 * @param expiresAt {@code exp}, or null
 */
public record TokenClaims(
    @Nullable String issuer,
    List<String> audience,
    @Nullable String tenant,
    @Nullable String client,
    @Nullable String user,
    List<String> roles,
    List<String> scopes,
    @Nullable Instant expiresAt) {

  /** Copies the lists. */
  public TokenClaims {
    audience = List.copyOf(audience);
    roles = List.copyOf(roles);
    scopes = List.copyOf(scopes);
  }

  /** The claims of this token; empty if it is not a JWT that can be read. */
  public static Optional<TokenClaims> peek(Secret token) {
    JWTClaimsSet claims;
    try {
      claims = JWTParser.parse(token.reveal()).getJWTClaimsSet();
    } catch (ParseException opaque) {
      return Optional.empty();
    }
    if (claims == null) {
      return Optional.empty();
    }
    Date end = claims.getExpirationTime();
    return Optional.of(
        new TokenClaims(
            claims.getIssuer(),
            claims.getAudience(),
            first(claims, "tid"),
            first(claims, "appid", "azp", "client_id"),
            first(claims, "upn", "preferred_username", "email"),
            words(claims.getClaim("roles")),
            words(claims.getClaim(claims.getClaim("scp") == null ? "scope" : "scp")),
            end == null ? null : end.toInstant()));
  }

  /** Why a mail server may refuse the token although its issuer gave it, as far as is known. */
  public Optional<Remedy> doubt() {
    return Optional.ofNullable(TokenDoubts.of(this));
  }

  private static @Nullable String first(JWTClaimsSet claims, String... names) {
    for (String name : names) {
      if (claims.getClaim(name) instanceof String text) {
        return text;
      }
    }
    return null;
  }

  /** A list, or words in one text; issuers do both. */
  private static List<String> words(@Nullable Object value) {
    if (value instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).toList();
    }
    return value instanceof String text && !text.isBlank()
        ? Arrays.asList(text.trim().split("\\s+", -1))
        : List.of();
  }
}

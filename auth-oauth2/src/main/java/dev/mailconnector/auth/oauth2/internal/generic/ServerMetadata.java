package dev.mailconnector.auth.oauth2.internal.generic;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a server (RFC 8414 section 2); only URLs that may be given a secret.
 *
 * @param issuer its name, or null where only endpoints are known
 * @param tokenEndpoint where tokens are requested
 * @param authorizationEndpoint where a user consents in a browser, or null
 * @param deviceEndpoint where a consent on another device begins (RFC 8628), or null
 * @param namesItself whether it promises {@code iss} in authorization responses (RFC 9207)
 * @param identityScopes which scopes that make it say who consents it knows
 */
public record ServerMetadata(
    @Nullable String issuer,
    URI tokenEndpoint,
    @Nullable URI authorizationEndpoint,
    @Nullable URI deviceEndpoint,
    boolean namesItself,
    List<String> identityScopes) {

  /** A server of which no more is known than its endpoints. */
  public ServerMetadata(
      @Nullable String issuer,
      URI tokenEndpoint,
      @Nullable URI authorizationEndpoint,
      @Nullable URI deviceEndpoint) {
    this(issuer, tokenEndpoint, authorizationEndpoint, deviceEndpoint, false, List.of());
  }
}

package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.spi.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A good answer of a token endpoint (RFC 6749 section 5.1).
 *
 * @param accessToken the token
 * @param refreshToken the refresh token that takes the place of the one used, or null where the
 *     issuer sent none and the one used stays good (section 6)
 */
public record TokenAnswer(AccessToken accessToken, @Nullable Secret refreshToken) {}

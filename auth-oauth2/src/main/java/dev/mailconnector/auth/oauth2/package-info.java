/**
 * Logins with OAuth2 access tokens that are renewed before they expire, over XOAUTH2 and
 * OAUTHBEARER (RFC 7628).
 *
 * <p>A {@link dev.mailconnector.auth.oauth2.TokenSource} makes one trip to an issuer and brings an
 * {@link dev.mailconnector.auth.oauth2.AccessToken} or a {@link
 * dev.mailconnector.auth.oauth2.TokenException}. An {@link
 * dev.mailconnector.auth.oauth2.OAuth2Login} makes a login of it: it keeps the token, renews it in
 * the background by its {@link dev.mailconnector.auth.oauth2.RenewalPolicy}, and offers it to the
 * server by the two mechanisms made for tokens and no other.
 *
 * <p>Start with the issuer that is yours: {@link dev.mailconnector.auth.oauth2.Microsoft365},
 * {@link dev.mailconnector.auth.oauth2.Gmail} or {@link
 * dev.mailconnector.auth.oauth2.GenericOAuth2}; or with a source of your own and {@link
 * dev.mailconnector.auth.oauth2.OAuth2}. Refresh tokens that change with use are kept in a {@link
 * dev.mailconnector.auth.oauth2.RefreshTokenStore}; a {@link dev.mailconnector.auth.oauth2.Consent}
 * is how the first one gets there.
 */
@NullMarked
package dev.mailconnector.auth.oauth2;

import org.jspecify.annotations.NullMarked;

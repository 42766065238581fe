/**
 * Tokens of Google, fetched with google-auth. Only this package touches google-auth and
 * google-http-client, so that the rest works where they were excluded.
 *
 * <p>A mailbox's token comes by a user's consent ({@link
 * dev.mailconnector.auth.oauth2.internal.google.GoogleRefreshToken}), by the key of a delegated
 * service account ({@link dev.mailconnector.auth.oauth2.internal.google.GoogleServiceAccount}), or
 * by what Google signs for a caller ({@link
 * dev.mailconnector.auth.oauth2.internal.google.GoogleDelegation}), who is known by a {@link
 * dev.mailconnector.auth.oauth2.internal.google.CredentialFile} or by the {@link
 * dev.mailconnector.auth.oauth2.internal.google.MetadataServer}; the latter needs no google-auth.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.google;

import org.jspecify.annotations.NullMarked;

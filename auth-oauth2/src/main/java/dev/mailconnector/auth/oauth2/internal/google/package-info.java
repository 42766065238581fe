/**
 * Tokens of Google, fetched with google-auth. Only this package touches google-auth and
 * google-http-client, so that the rest works where they were excluded.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.google;

import org.jspecify.annotations.NullMarked;

/**
 * Tokens of the Microsoft identity platform, fetched with MSAL4J. Only this package touches MSAL4J,
 * so that the rest works where it was excluded.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.microsoft;

import org.jspecify.annotations.NullMarked;

/**
 * Asks a user for a consent: {@link dev.mailconnector.auth.oauth2.internal.consent.BrowserConsent}
 * by a browser on this machine (RFC 6749 section 4.1 with RFC 7636 and RFC 8252), {@link
 * dev.mailconnector.auth.oauth2.internal.consent.DeviceConsent} by a code that is typed elsewhere
 * (RFC 8628). Both bring a refresh token; where it is kept is the caller's business.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.consent;

import org.jspecify.annotations.NullMarked;

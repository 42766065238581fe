/**
 * The two SASL mechanisms made for access tokens, as the JDK's {@link
 * javax.security.sasl.SaslClient}s: {@link
 * dev.mailconnector.auth.oauth2.internal.sasl.BearerMechanism}. What a server explains about a
 * refusal passes a scrubber before anybody sees it.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.sasl;

import org.jspecify.annotations.NullMarked;

/**
 * What operators are told weeks before. {@link
 * dev.mailconnector.auth.oauth2.internal.warning.CredentialWatch} stands between the renewal engine
 * and the connector: it hears the engine's events, asks the token source what ends when, and
 * publishes warnings. {@code Stages} knows when an end is told of, {@code Streak} when failing
 * renewals are.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.warning;

import org.jspecify.annotations.NullMarked;

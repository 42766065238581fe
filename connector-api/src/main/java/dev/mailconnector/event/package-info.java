/**
 * What happens inside a connector, told to one {@link dev.mailconnector.event.ConnectorListener}:
 * connections, logins, token renewals and an audit line per message. What somebody must act on is a
 * {@link dev.mailconnector.event.CredentialWarning}; how a login stands at a moment is its {@link
 * dev.mailconnector.event.CredentialHealth}. Nothing in an event is secret.
 */
@NullMarked
package dev.mailconnector.event;

import org.jspecify.annotations.NullMarked;

/**
 * What happens inside a connector, told to one {@link dev.mailconnector.event.ConnectorListener}:
 * connections, logins, token renewals and an audit line per message. Nothing in an event is secret.
 */
@NullMarked
package dev.mailconnector.event;

import org.jspecify.annotations.NullMarked;

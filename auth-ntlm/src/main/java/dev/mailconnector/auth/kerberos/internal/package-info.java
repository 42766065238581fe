/**
 * What stands between the connector and the JDK's Kerberos: one trip to the KDC ({@link
 * dev.mailconnector.auth.kerberos.internal.TicketSource}), the keeper of what it brought ({@link
 * dev.mailconnector.auth.kerberos.internal.TicketProvider}), and the exchange with the mail server.
 * Not for use from outside this module.
 */
@NullMarked
package dev.mailconnector.auth.kerberos.internal;

import org.jspecify.annotations.NullMarked;

/**
 * The front door. An application builds one {@link dev.mailconnector.MailConnector} for the life of
 * its process, gives it {@link dev.mailconnector.Account}s by name, and hands it messages; a {@link
 * dev.mailconnector.SendReceipt} comes back, or an exception of the sealed family in {@link
 * dev.mailconnector.failure}. Who has no message yet makes one with {@link
 * dev.mailconnector.MailMessage}.
 *
 * <p>The neighbours: {@link dev.mailconnector.transport} says how a server is reached, {@link
 * dev.mailconnector.spi} is where logins plug in, {@link dev.mailconnector.event} is what a
 * listener hears, {@link dev.mailconnector.reply} is what a server said. Everything below {@code
 * internal} may change in any release.
 */
@NullMarked
package dev.mailconnector;

import org.jspecify.annotations.NullMarked;

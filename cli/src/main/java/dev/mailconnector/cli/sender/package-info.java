/**
 * What receivers will think of a sender's domain, by DNS alone: {@link
 * dev.mailconnector.cli.sender.SenderCheck} looks at MX, SPF, DKIM and DMARC. The resolver is an
 * argument; every question has a limit.
 */
@NullMarked
package dev.mailconnector.cli.sender;

import org.jspecify.annotations.NullMarked;

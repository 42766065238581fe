/**
 * How a server is reached: {@link dev.mailconnector.transport.SmtpEndpoint} (host, port, TLS mode),
 * whom to trust, which proxy stands in front, how many connections and for how long, and the limit
 * of every wait. Immutable values; each is checked when it is made.
 */
@NullMarked
package dev.mailconnector.transport;

import org.jspecify.annotations.NullMarked;

/**
 * SCRAM (RFC 5802, RFC 7677): {@code Scram} is the mechanism, {@code ScramClient} one login and
 * {@code ScramExchange} its messages. Formats and functions are those of com.ongres.scram; what is
 * ours is the order of the steps, the limits, and what a login leaves behind. Not for use from
 * outside this module.
 */
@NullMarked
package dev.mailconnector.auth.basic.internal.scram;

import org.jspecify.annotations.NullMarked;

/**
 * The renewal engine. {@link dev.mailconnector.auth.oauth2.internal.renewal.RefreshingTokenSource}
 * moves: clocks, threads, events. {@code RenewalState} decides, in atomic steps: the held token,
 * the one flight, the pause after failures. {@code Deadlines} and {@code Backoff} are the
 * arithmetic, {@code Alarm} the one timer.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.renewal;

import org.jspecify.annotations.NullMarked;

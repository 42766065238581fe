/**
 * The renewal engine. {@link dev.mailconnector.auth.oauth2.internal.renewal.RefreshingTokenSource}
 * moves: clocks, threads, events. {@code RenewalState} decides, in atomic steps: the held token,
 * the one flight, the {@code Pause} after failures. {@code Deadlines} and {@code Backoff} are the
 * arithmetic, {@code Alarm} the one timer. What the accounts of a connector know together is in
 * {@code Issuers}: which are left alone ({@code Circuit}) and whose turn it is ({@code
 * RequestLanes}).
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.renewal;

import org.jspecify.annotations.NullMarked;

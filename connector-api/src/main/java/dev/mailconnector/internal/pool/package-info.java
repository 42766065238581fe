/**
 * The open connections of an account. The pool knows nothing of SMTP: only how many connections
 * there may be, who waits, when one must go and when another is to take its place.
 *
 * <p>{@code PermitBook} decides, in atomic steps, who may have what. {@code ConnectionPool} lends
 * connections and takes them back, {@code SuccessorKeeper} opens others ahead of time, {@code
 * Farewell} ends them. {@code Tenure} and {@code Retirement} are the rules by which they go.
 */
@NullMarked
package dev.mailconnector.internal.pool;

import org.jspecify.annotations.NullMarked;

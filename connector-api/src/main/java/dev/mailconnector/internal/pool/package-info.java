/**
 * The open connections of an account. The pool knows nothing of SMTP: only how many connections
 * there may be, who waits, when one must go and when another is to take its place.
 *
 * <p>{@code PermitBook} decides, in atomic steps, who may have what. {@code ConnectionPool} lends
 * connections and takes them back, {@code SuccessorKeeper} opens others ahead of time, {@code
 * Farewell} ends them. {@code Tenure} and {@code Retirement} are the rules by which they go.
 *
 * <p>Who has the permit of a connection after its farewell:
 *
 * <table>
 * <caption>Farewells</caption>
 * <tr><th>method</th><th>good-bye</th><th>permit</th></tr>
 * <tr><td>{@code inBackground}</td><td>QUIT, on a worker</td><td>free once the line is down</td></tr>
 * <tr><td>{@code atOnce}</td><td>QUIT, by the caller</td><td>stays with the caller</td></tr>
 * <tr><td>{@code without}</td><td>none</td><td>stays with the caller</td></tr>
 * </table>
 *
 * <p>The states of a {@code PoolEntry}:
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>until</th></tr>
 * <tr><td>at rest</td><td>it is borrowed, its time is up, or it makes room at the cap</td></tr>
 * <tr><td>away</td><td>its lease ends: to rest, to who waits, or to its farewell</td></tr>
 * <tr><td>marked for replacement (at rest or away)</td><td>the keeper takes it when it is given
 *     back, or there is nothing to replace it with</td></tr>
 * <tr><td>succeeded (at rest or away)</td><td>it is next at rest; then its farewell</td></tr>
 * <tr><td>leaving</td><td>its line is down; it never comes back</td></tr>
 * </table>
 */
@NullMarked
package dev.mailconnector.internal.pool;

import org.jspecify.annotations.NullMarked;

/**
 * One account at work: its credential provider, its logins, its pool, and the way of a message
 * through them. {@link Logins} has the rules of a login, which {@link LoginGate}, {@link
 * LoginPause} and {@link LoginPolicy} keep, and {@link SmtpLoginSteps} says it to the server.
 *
 * <table>
 *   <caption>Words of sending many messages at once</caption>
 *   <tr><th>word</th><th>what it is</th><th>who owns it</th></tr>
 *   <tr>
 *     <td>{@link BulkSend}</td>
 *     <td>one {@code sendAll}: reads the source, gives the outcomes</td>
 *     <td>{@link BulkSends}</td>
 *   </tr>
 *   <tr>
 *     <td>{@link Parcel}</td>
 *     <td>one message of it, ready for the wire, which is settled once</td>
 *     <td>the lane, then a line, then a turn</td>
 *   </tr>
 *   <tr>
 *     <td>{@link BulkLane}</td>
 *     <td>the parcels that wait for one account</td>
 *     <td>its bulk send</td>
 *   </tr>
 *   <tr>
 *     <td>{@link BulkLine}</td>
 *     <td>a thread that sends for a lane; here no connection and no text</td>
 *     <td>its lane; it ends when idle</td>
 *   </tr>
 *   <tr>
 *     <td>{@link BulkTurn}</td>
 *     <td>what a line does between borrowing a connection and giving it back</td>
 *     <td>its line</td>
 *   </tr>
 *   <tr>
 *     <td>left over</td>
 *     <td>what a turn may not or cannot send; the line sends it in a later turn</td>
 *     <td>the turn, then its line</td>
 *   </tr>
 *   <tr>
 *     <td>settle</td>
 *     <td>to give a parcel its one outcome, or to discard it when all is cancelled</td>
 *     <td>its bulk send</td>
 *   </tr>
 * </table>
 */
@NullMarked
package dev.mailconnector.internal.account;

import org.jspecify.annotations.NullMarked;

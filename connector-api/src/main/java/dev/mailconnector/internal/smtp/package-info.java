/**
 * SMTP after the greeting: the login dialogue, the mail transaction, the reader that bounds what a
 * server may say, and the one table that turns a reply into advice.
 *
 * <table>
 *   <caption>Words of sending many messages at once</caption>
 *   <tr><th>word</th><th>what it is</th><th>who owns it</th></tr>
 *   <tr>
 *     <td>flight</td>
 *     <td>commands that are written before the first reply to them is read</td>
 *     <td>{@link MailExchange}, {@link FlightWindow}</td>
 *   </tr>
 *   <tr>
 *     <td>{@link Convoy}</td>
 *     <td>the messages under way on one connection, whichever way they go</td>
 *     <td>who has borrowed the connection, for one turn</td>
 *   </tr>
 *   <tr>
 *     <td>{@link FlightWindow}</td>
 *     <td>a convoy where the server takes BDAT: whole messages, several unanswered</td>
 *     <td>the same</td>
 *   </tr>
 *   <tr>
 *     <td>{@link DataChain}</td>
 *     <td>a convoy where it takes DATA only: the next commands go behind a content</td>
 *     <td>the same</td>
 *   </tr>
 *   <tr>
 *     <td>{@link ChainLink}</td>
 *     <td>one message of a chain</td>
 *     <td>its chain</td>
 *   </tr>
 *   <tr>
 *     <td>depart</td>
 *     <td>to write out what was held back for more to go with it</td>
 *     <td>the convoy, when its user has no more</td>
 *   </tr>
 *   <tr>
 *     <td>{@link Landing}</td>
 *     <td>what the replies say of one message of a convoy: delivered, failed, may go again</td>
 *     <td>who asked the convoy to land</td>
 *   </tr>
 *   <tr>
 *     <td>line</td>
 *     <td>the connection to the server, as in &quot;the line is lost&quot;; of text where it says so</td>
 *     <td>{@link SmtpConnection}</td>
 *   </tr>
 * </table>
 */
@NullMarked
package dev.mailconnector.internal.smtp;

import org.jspecify.annotations.NullMarked;

/**
 * What a server said, verbatim: {@link dev.mailconnector.reply.SmtpReply} is the first kind of
 * {@link dev.mailconnector.reply.ServerReply}. Receipts, failures and events carry these values and
 * never rephrase them.
 */
@NullMarked
package dev.mailconnector.reply;

import org.jspecify.annotations.NullMarked;

/**
 * SMTP after the greeting: the login dialogue, the mail transaction, the reader that bounds what a
 * server may say, and the one table that turns a reply into advice.
 */
@NullMarked
package dev.mailconnector.internal.smtp;

import org.jspecify.annotations.NullMarked;

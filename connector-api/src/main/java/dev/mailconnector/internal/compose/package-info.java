/**
 * Behind {@link dev.mailconnector.MailMessage}: values become header fields and parts of a message
 * ({@code Addresses}, {@code HeaderField}, {@code FilePart}), {@code Body} puts the parts together,
 * {@code ComposedMessage} is the result. What cannot be is refused when it is given, in words.
 */
@NullMarked
package dev.mailconnector.internal.compose;

import org.jspecify.annotations.NullMarked;

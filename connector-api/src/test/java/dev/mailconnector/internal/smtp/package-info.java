/** The SMTP rules without a server: replies, capabilities, parameters, advice, dot-stuffing. */
@NullMarked
package dev.mailconnector.internal.smtp;

import org.jspecify.annotations.NullMarked;

/**
 * The one room that knows Angus Mail. Angus reads the greeting, says EHLO and negotiates STARTTLS
 * on a socket of ours; then it steps aside and the captured streams belong to {@code
 * dev.mailconnector.internal.smtp}.
 */
@NullMarked
package dev.mailconnector.internal.angus;

import org.jspecify.annotations.NullMarked;

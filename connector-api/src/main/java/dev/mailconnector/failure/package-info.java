/**
 * The ways a send can fail: one sealed, unchecked family below {@link
 * dev.mailconnector.failure.MailConnectorException}. Each says how far it came ({@link
 * dev.mailconnector.failure.Stage}), what the server said, and what a caller may safely do ({@link
 * dev.mailconnector.failure.Advice}).
 */
@NullMarked
package dev.mailconnector.failure;

import org.jspecify.annotations.NullMarked;

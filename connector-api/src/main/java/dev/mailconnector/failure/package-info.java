/**
 * The ways a send can fail: one sealed, unchecked family below {@link
 * dev.mailconnector.failure.MailConnectorException}. Each says how far it came ({@link
 * dev.mailconnector.failure.Stage}), what the server said, and what a caller may safely do ({@link
 * dev.mailconnector.failure.Advice}).
 *
 * <p>What is known to go wrong is one catalogue ({@link dev.mailconnector.failure.Diagnoses}): a
 * failure names its row ({@link dev.mailconnector.failure.Diagnosis}), and its remedy is the text
 * of that row with what the situation adds ({@link dev.mailconnector.failure.Remedy}). The page
 * {@code docs/troubleshooting.md} lists all rows.
 */
@NullMarked
package dev.mailconnector.failure;

import org.jspecify.annotations.NullMarked;

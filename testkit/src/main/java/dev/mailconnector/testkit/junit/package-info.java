/**
 * A mail server and a token issuer for a JUnit 5 test of one's own.
 *
 * <p>{@link dev.mailconnector.testkit.junit.MailServerTest} on the test class is enough; {@link
 * dev.mailconnector.testkit.junit.MailServerExtension} has more settings. Both hand a {@link
 * dev.mailconnector.testkit.junit.MailServer} to the test methods, and that one also works without
 * JUnit.
 */
@NullMarked
package dev.mailconnector.testkit.junit;

import org.jspecify.annotations.NullMarked;

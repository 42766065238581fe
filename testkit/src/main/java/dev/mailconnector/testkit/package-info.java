/**
 * Tools for testing code that sends mail: everything real but the other side.
 *
 * <ul>
 *   <li>{@link dev.mailconnector.testkit.ScriptedSmtpServer}: a mail server with the manners of a
 *       provider, that does what a test tells it, faults ({@link
 *       dev.mailconnector.testkit.SmtpFault}) included.
 *   <li>{@link dev.mailconnector.testkit.NtlmServer}, {@link
 *       dev.mailconnector.testkit.ScramServer}, {@link dev.mailconnector.testkit.KerberosServer}:
 *       mechanisms that it knows when it is told to.
 *   <li>{@link dev.mailconnector.testkit.TestAuthority}: a throw-away certificate authority made at
 *       run time.
 *   <li>{@link dev.mailconnector.testkit.SettableClock}, {@link
 *       dev.mailconnector.testkit.ManualScheduler}, {@link dev.mailconnector.testkit.Turnstile}:
 *       time and threads driven by hand.
 *   <li>{@link dev.mailconnector.testkit.SecretHunter}: fails a test if a token or password shows
 *       up in a log, an exception or the output.
 * </ul>
 *
 * <p>JUnit 5 users begin at {@link dev.mailconnector.testkit.junit.MailServerTest}; token issuers
 * are in {@code dev.mailconnector.testkit.issuer}.
 *
 * <p>Every server listens on 127.0.0.1 on a port chosen by the system, so that tests run side by
 * side.
 *
 * <p>Nothing here depends on Mail Connector itself; any mail client may be tested with it.
 */
@NullMarked
package dev.mailconnector.testkit;

import org.jspecify.annotations.NullMarked;

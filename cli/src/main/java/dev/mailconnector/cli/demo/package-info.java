/**
 * {@code mailconnector demo}: the main job on embedded servers. {@link
 * dev.mailconnector.cli.demo.DemoServers} are the mail servers and token issuers, {@link
 * dev.mailconnector.cli.demo.DemoAccounts} the accounts as a user's application would build them,
 * {@link dev.mailconnector.cli.demo.Demo} sends, and {@link
 * dev.mailconnector.cli.demo.DemoStatistics} counts what the connector tells its listener. No clock
 * is read here: every time shown comes from an event. With {@code --serve} a {@link
 * dev.mailconnector.cli.demo.DemoSite} keeps the servers for the user's own trials.
 */
@NullMarked
package dev.mailconnector.cli.demo;

import org.jspecify.annotations.NullMarked;

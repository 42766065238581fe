/**
 * Accounts from a YAML file and the environment. {@link dev.mailconnector.config.MailConfiguration}
 * is the entry: {@code read} gives accounts or throws, {@code check} gives a {@link
 * dev.mailconnector.config.ConfigurationReport} with every {@link
 * dev.mailconnector.config.ConfigurationProblem} at once. Both go the same way: the text becomes a
 * tree of raw values that know where they stand; one declared model of keys checks them; what
 * passes becomes an {@link dev.mailconnector.Account}.
 *
 * <p>A {@link dev.mailconnector.config.Dialect} is another program's configuration. Its {@code
 * DialectReader} gives the same tree of raw values, whose places know what that program calls them,
 * so everything behind is shared.
 *
 * <p>Logins and vaults are found by {@link java.util.ServiceLoader}, so this module knows none of
 * them.
 */
@NullMarked
package dev.mailconnector.config;

import org.jspecify.annotations.NullMarked;

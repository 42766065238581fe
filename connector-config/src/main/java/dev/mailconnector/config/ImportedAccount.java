package dev.mailconnector.config;

import dev.mailconnector.provider.PasswordPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What an imported configuration says of one account. Immutable; has no secret.
 *
 * @param name the account's name
 * @param server host and port; a host of the environment by its reference
 * @param tls as our own form spells it: {@code starttls}
 * @param login {@code no login}, or what logs in
 * @param breaks what its provider does with passwords, where it logs in with one that is or will be
 *     refused; else null
 */
public record ImportedAccount(
    String name, String server, String tls, String login, @Nullable PasswordPolicy breaks) {}

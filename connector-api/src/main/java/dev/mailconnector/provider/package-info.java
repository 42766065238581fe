/**
 * What is known of public mail providers, as data with its sources. {@link
 * dev.mailconnector.provider.PasswordPolicy} is the one table of passwords at providers: who takes
 * which, what ends when, who must act, and what to change; warnings, {@code config check} and
 * {@code config import} all read it. A {@link dev.mailconnector.provider.Source} says where a
 * statement comes from and how far it can be trusted. The values of an account at a provider are
 * those of {@link dev.mailconnector.transport.ProviderPreset}.
 */
@NullMarked
package dev.mailconnector.provider;

import org.jspecify.annotations.NullMarked;

/**
 * Refresh tokens that outlive the process. {@link
 * dev.mailconnector.auth.oauth2.internal.store.LeasedRefreshTokens} has the rules, a {@code
 * TokenPlace} keeps the records ({@code MemoryTokens}, {@code TokenFiles}, {@code JdbcTokens}), and
 * {@code TokenSeal} encrypts them on the way there.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.store;

import org.jspecify.annotations.NullMarked;

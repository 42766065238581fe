package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.ProviderContext;

/**
 * Makes the token source of one account when its connector takes it up; it lends trust, limits and
 * threads. Does no I/O.
 */
@FunctionalInterface
interface TokenSourceFactory {

  /** A source of its own for this account; the login closes it. */
  TokenSource create(ProviderContext context);
}

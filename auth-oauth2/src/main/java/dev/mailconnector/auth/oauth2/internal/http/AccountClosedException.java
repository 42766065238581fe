package dev.mailconnector.auth.oauth2.internal.http;

import java.io.IOException;

/** A request that was not made, since its account had been closed. */
public final class AccountClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  AccountClosedException() {
    super("the account is closed");
  }
}

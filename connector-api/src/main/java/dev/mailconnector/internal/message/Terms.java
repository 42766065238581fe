package dev.mailconnector.internal.message;

import dev.mailconnector.Account;
import dev.mailconnector.DsnRequest;
import dev.mailconnector.SendOptions;
import dev.mailconnector.transport.Trust;
import org.jspecify.annotations.Nullable;

/**
 * What a message is sent on.
 *
 * @param allOrNothing whether nobody gets it when one recipient is refused
 * @param dsn the notifications that it asks for, or null for none
 * @param requireTls whether every server on its way must use verified TLS (RFC 8689)
 */
public record Terms(boolean allOrNothing, @Nullable DsnRequest dsn, boolean requireTls) {
  /** Whoever can get it gets it, and nothing else is asked. */
  public static final Terms USUAL = new Terms(false, null, false);

  /** As the options say, else as the account does. */
  static Terms of(SendOptions options, Account account) {
    if (options.requireTls() && account.trust() == Trust.None.INSTANCE) {
      throw MessageWriter.invalid(
          "The message requires verified TLS on its whole way, and the account does not check its"
              + " server's certificate",
          "Give the account a trust other than none, or send the message without requireTls (RFC"
              + " 8689).");
    }
    Boolean given = options.allOrNothing();
    return new Terms(
        given == null ? account.allOrNothing() : given, options.dsn(), options.requireTls());
  }
}

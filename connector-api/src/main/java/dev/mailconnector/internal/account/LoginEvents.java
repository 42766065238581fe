package dev.mailconnector.internal.account;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.reply.SmtpReply;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of an account's logins.
 *
 * @param account the account
 * @param identity the login name
 */
record LoginEvents(
    String account, String identity, InstantSource clock, Consumer<ConnectorEvent> listener) {
  private static final Logger LOG = LoggerFactory.getLogger(LoginEvents.class);

  /** The server refused a login. */
  void refused(LoginRefusal refusal) {
    listener.accept(
        new ConnectorEvent.LoginRefused(
            account, clock.instant(), identity, refusal.mechanism(), refusal.reply()));
  }

  /** The account is REFUSED. */
  void closed(Refused state, SmtpReply reply) {
    Instant now = clock.instant();
    Instant next = now.plus(state.login());
    if (state.credential().mayLockOut()) {
      LOG.warn(
          "{}: the server refused the login of {} (\"{}\"). So that the account is not locked out,"
              + " this process does not try the same secret again before {}; a changed one is used by the first"
              + " send {} s after this, or later. To try at once: MailConnector.replace, or"
              + " evictConnections",
          account,
          identity,
          reply.text(),
          next.truncatedTo(ChronoUnit.SECONDS),
          state.look().toSeconds());
    }
    listener.accept(new ConnectorEvent.AccountRefused(account, now, reply, next));
  }

  /** It is not REFUSED any more. */
  void recovered() {
    listener.accept(new ConnectorEvent.AccountRecovered(account, clock.instant()));
  }
}

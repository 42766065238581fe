package dev.mailconnector.internal.account;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.CredentialWarning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what somebody must act on to the log, for those who have no listener: at ERROR where sends
 * fail or will not heal by themselves, else at WARN. The logger is named after {@link
 * CredentialWarning}, so that it can be routed. Stateless.
 */
final class WarningLog {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialWarning.class);

  private WarningLog() {}

  static void hear(ConnectorEvent event) {
    if (event instanceof CredentialWarning warning) {
      if (isToldToASender(warning)) {
        return;
      }
      if (warning.urgent()) {
        LOG.error("{}: {}", warning.account(), warning.message());
      } else {
        LOG.warn("{}: {}", warning.account(), warning.message());
      }
    } else if (event instanceof ConnectorEvent.TokenRenewalRecovered recovered) {
      LOG.info(
          "{}: tokens are renewed again; requests had failed since {} ({} in a row)",
          recovered.account(),
          recovered.since(),
          recovered.attempts());
    }
  }

  /** The first request of all that failed: whoever waited for it has the same as an exception. */
  private static boolean isToldToASender(CredentialWarning warning) {
    if (warning instanceof CredentialWarning.RenewalFailing failing) {
      return failing.attempts() == 1 && failing.usableUntil() == null;
    }
    return warning instanceof CredentialWarning.ConsentNeeded needed
        && needed.attempts() == 1
        && needed.usableUntil() == null;
  }
}

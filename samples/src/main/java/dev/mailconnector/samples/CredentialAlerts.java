package dev.mailconnector.samples;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.ConnectorEvent.TokenRenewalRecovered;
import dev.mailconnector.event.ConnectorListener;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.event.CredentialWarning;

/**
 * Turns the warnings of a connector into alerts: {@code MailConnector.builder().listener(new
 * CredentialAlerts(alerts))}. A warning that is told again goes to the same alert, and so does a
 * certificate that several accounts share.
 */
public final class CredentialAlerts implements ConnectorListener {

  /** The door to what wakes people up. Must not block: give it a queue. */
  public interface Alerts {
    /** Opens an alert, or adds to the one of this key. */
    void open(String key, boolean page, String text);

    /** Closes it, if it is open. */
    void close(String key);
  }

  private final Alerts alerts;

  /** Alerts that go there. */
  public CredentialAlerts(Alerts alerts) {
    this.alerts = alerts;
  }

  @Override
  public void on(ConnectorEvent event) {
    if (event instanceof CredentialWarning warning) {
      alerts.open(key(warning), warning.urgent(), warning.message());
    } else if (event instanceof TokenRenewalRecovered recovered) {
      alerts.close("login of " + recovered.account());
    }
  }

  private static String key(CredentialWarning warning) {
    if (warning instanceof CredentialWarning.Ending ending) {
      CredentialEnd end = ending.end();
      return end.part().words() + " " + end.name() + " until " + end.endsAt();
    }
    return "login of " + warning.account();
  }
}

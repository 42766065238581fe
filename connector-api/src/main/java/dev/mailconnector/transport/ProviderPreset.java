package dev.mailconnector.transport;

import java.time.Duration;

/**
 * Where a public mail provider takes mail in, and what it allows per mailbox: the values behind
 * {@code Microsoft365.account}, {@code Gmail.account} and the {@code preset} of a configuration.
 */
public enum ProviderPreset {
  /**
   * Exchange Online: port 587 with STARTTLS; three connections of a mailbox at a time (a fourth is
   * answered with 432 4.3.2: learn.microsoft.com, "Improvements to SMTP AUTH client submission");
   * each for nine minutes, since Exchange ends one of ten, busy or not ({@code ConnectionTimeout}
   * of {@code Set-ReceiveConnector}). One message in flight at a time: it takes 30 a minute and
   * delays those above.
   */
  MICROSOFT365(
      SmtpEndpoint.submission("smtp.office365.com"),
      PoolSettings.defaults().withMaxConnections(3).withMaxAge(Duration.ofMinutes(9)),
      1),

  /** Gmail and Google Workspace: port 465 with TLS from the first byte. */
  GMAIL(SmtpEndpoint.submissions("smtp.gmail.com"), PoolSettings.defaults(), 16);

  private final SmtpEndpoint endpoint;
  private final PoolSettings pool;
  private final int window;

  ProviderPreset(SmtpEndpoint endpoint, PoolSettings pool, int window) {
    this.endpoint = endpoint;
    this.pool = pool;
    this.window = window;
  }

  /** The provider's server. */
  public SmtpEndpoint endpoint() {
    return endpoint;
  }

  /** How many connections it allows, and for how long. */
  public PoolSettings pool() {
    return pool;
  }

  /** How many messages may be in flight on one connection: 1 where it limits their rate. */
  public int window() {
    return window;
  }
}

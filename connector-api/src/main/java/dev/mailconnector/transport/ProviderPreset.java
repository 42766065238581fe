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
   * of {@code Set-ReceiveConnector}).
   */
  MICROSOFT365(
      SmtpEndpoint.submission("smtp.office365.com"),
      PoolSettings.defaults().withMaxConnections(3).withMaxAge(Duration.ofMinutes(9))),

  /** Gmail and Google Workspace: port 465 with TLS from the first byte. */
  GMAIL(SmtpEndpoint.submissions("smtp.gmail.com"), PoolSettings.defaults());

  private final SmtpEndpoint endpoint;
  private final PoolSettings pool;

  ProviderPreset(SmtpEndpoint endpoint, PoolSettings pool) {
    this.endpoint = endpoint;
    this.pool = pool;
  }

  /** The provider's server. */
  public SmtpEndpoint endpoint() {
    return endpoint;
  }

  /** How many connections it allows, and for how long. */
  public PoolSettings pool() {
    return pool;
  }
}

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
  MICROSOFT365(SmtpEndpoint.submission("smtp.office365.com"), exchangeOnline(), 1),

  /**
   * Exchange Online of the US government (GCC High). The host is named in MicrosoftDocs/
   * microsoft-365-docs issue 12348; nobody has tried it here.
   */
  MICROSOFT365_GCC_HIGH(SmtpEndpoint.submission("smtp.office365.us"), exchangeOnline(), 1),

  /**
   * Exchange Online in China, run by 21Vianet. The host is the usual one in other clients'
   * settings; nobody has tried it here.
   */
  MICROSOFT365_CHINA(SmtpEndpoint.submission("smtp.partner.outlook.cn"), exchangeOnline(), 1),

  /**
   * High Volume Email of Microsoft 365, for internal recipients: no limit of connections is
   * published (learn.microsoft.com, "Manage high volume emails for Microsoft 365"). It refuses
   * tokens that will expire soon, so its logins renew early.
   */
  MICROSOFT_HVE(
      SmtpEndpoint.submission("smtp.hve.mx.microsoft"),
      PoolSettings.defaults().withMaxAge(Duration.ofMinutes(9)),
      16),

  /**
   * Personal accounts of Outlook.com (learn.microsoft.com, "Authenticate an IMAP, POP or SMTP
   * connection using OAuth"; the host is in Thunderbird's autoconfiguration): tokens only.
   */
  OUTLOOK(SmtpEndpoint.submission("smtp-mail.outlook.com"), exchangeOnline(), 1),

  /**
   * Azure Communication Services (learn.microsoft.com, "Create and manage SMTP authentication"):
   * user and password only, no tokens. The user is {@code resource|application id|tenant id} or an
   * SMTP username of the resource, the password a client secret of the application.
   */
  AZURE_COMMUNICATION_SERVICES(
      SmtpEndpoint.submission("smtp.azurecomm.net"), PoolSettings.defaults(), 1),

  /** Gmail and Google Workspace: port 465 with TLS from the first byte. */
  GMAIL(SmtpEndpoint.submissions("smtp.gmail.com"), PoolSettings.defaults(), 16);

  private static PoolSettings exchangeOnline() {
    return PoolSettings.defaults().withMaxConnections(3).withMaxAge(Duration.ofMinutes(9));
  }

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

package dev.mailconnector.transport;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a public mail provider takes mail in, and what it allows per mailbox: the values behind
 * {@code Microsoft365.account}, {@code Gmail.account} and the {@code preset} of a configuration.
 * Amazon SES has a server for each region: {@code AmazonSes.account}. The page {@code
 * docs/presets.md} has the source of each value.
 *
 * <p>{@link #forAddress} and {@link #named} find one by a mail address and by the names that people
 * use. Both are a look into a table: nothing is asked of the network, so a company's own domain
 * finds nothing, even if its mailboxes are at one of these providers.
 */
public enum ProviderPreset {
  /**
   * Exchange Online: port 587 with STARTTLS; three connections of a mailbox at a time (a fourth is
   * answered with 432 4.3.2: learn.microsoft.com, "Improvements to SMTP AUTH client submission");
   * each for nine minutes, since Exchange ends one of ten, busy or not ({@code ConnectionTimeout}
   * of {@code Set-ReceiveConnector}). One message in flight at a time: it takes 30 a minute and
   * delays those above.
   */
  MICROSOFT365(SmtpEndpoint.submission("smtp.office365.com"), exchangeOnline(), 1, 25),

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
      SmtpEndpoint.submission("smtp.azurecomm.net"), PoolSettings.defaults(), 1, 25),

  /**
   * Gmail and Google Workspace: port 465 with TLS from the first byte; a message has at most a
   * hundred recipients (support.google.com/a/answer/166852).
   */
  GMAIL(SmtpEndpoint.submissions("smtp.gmail.com"), PoolSettings.defaults(), 16, 587),

  /**
   * The SMTP relay of Google Workspace, for addresses of its own domains: whoever sends is known by
   * the address of his network, by a login, or by both, as its administrator has set it.
   */
  GOOGLE_WORKSPACE_RELAY(
      SmtpEndpoint.submission("smtp-relay.gmail.com"), PoolSettings.defaults(), 16, 465, 25),

  /**
   * SendGrid (twilio.com/docs/sendgrid, "Integrating with the SMTP API"): user {@code apikey}, an
   * API key as the password; 5000 messages of a connection.
   */
  SENDGRID(
      SmtpEndpoint.submissions("smtp.sendgrid.net"),
      PoolSettings.defaults().withMaxMessages(5000),
      16,
      587,
      2525,
      25),

  /**
   * Mailgun, domains of the US region (help.mailgun.com, "Where can I find my API keys and SMTP
   * credentials"): SMTP credentials of the sending domain.
   */
  MAILGUN(SmtpEndpoint.submissions("smtp.mailgun.org"), PoolSettings.defaults(), 16, 587, 2525, 25),

  /** Mailgun, domains of the EU region. */
  MAILGUN_EU(
      SmtpEndpoint.submissions("smtp.eu.mailgun.org"), PoolSettings.defaults(), 16, 587, 2525, 25),

  /**
   * Postmark (postmarkapp.com/developer/user-guide/send-email-with-smtp): a server API token as
   * user and password, or an SMTP token; STARTTLS only.
   */
  POSTMARK(SmtpEndpoint.submission("smtp.postmarkapp.com"), PoolSettings.defaults(), 16, 2525, 25),

  /**
   * SparkPost (developers.sparkpost.com/api/smtp): user {@code SMTP_Injection}, an API key as the
   * password; STARTTLS only; 100 messages of a connection, which it ends after a minute without
   * any.
   */
  SPARKPOST(
      SmtpEndpoint.submission("smtp.sparkpostmail.com"),
      PoolSettings.defaults().withMaxMessages(100).withIdleTimeout(Duration.ofSeconds(50)),
      16,
      2525),

  /** Mailjet (host as in its guides): the API key is the user, the secret key the password. */
  MAILJET(
      SmtpEndpoint.submissions("in-v3.mailjet.com"), PoolSettings.defaults(), 16, 587, 2525, 25),

  /** Brevo (developers.brevo.com/docs/smtp-integration): its SMTP login and an SMTP key. */
  BREVO(SmtpEndpoint.submissions("smtp-relay.brevo.com"), PoolSettings.defaults(), 16, 587, 2525),

  /**
   * Yahoo Mail, with an app password. Host and port of this and the four below are those of
   * Thunderbird's autoconfiguration; one message in flight at a time, as for every personal mailbox
   * whose limits are not published.
   */
  YAHOO(SmtpEndpoint.submissions("smtp.mail.yahoo.com"), PoolSettings.defaults(), 1, 587),

  /** AOL Mail, with an app password. */
  AOL(SmtpEndpoint.submissions("smtp.aol.com"), PoolSettings.defaults(), 1, 587),

  /** Fastmail, with an app password. */
  FASTMAIL(SmtpEndpoint.submissions("smtp.fastmail.com"), PoolSettings.defaults(), 1, 587),

  /** Zoho Mail of the US region; other regions have servers of their own, {@code smtp.zoho.eu}. */
  ZOHO(SmtpEndpoint.submissions("smtp.zoho.com"), PoolSettings.defaults(), 1, 587),

  /** iCloud Mail, with an app-specific password; STARTTLS only. */
  ICLOUD(SmtpEndpoint.submission("smtp.mail.me.com"), PoolSettings.defaults(), 1);

  private static PoolSettings exchangeOnline() {
    return PoolSettings.defaults().withMaxConnections(3).withMaxAge(Duration.ofMinutes(9));
  }

  private final SmtpEndpoint endpoint;
  private final PoolSettings pool;
  private final int window;
  private final List<SmtpEndpoint> others;

  ProviderPreset(SmtpEndpoint endpoint, PoolSettings pool, int window, int... otherPorts) {
    this.endpoint = endpoint;
    this.pool = pool;
    this.window = window;
    this.others = Arrays.stream(otherPorts).mapToObj(port -> door(endpoint.host(), port)).toList();
  }

  private static SmtpEndpoint door(String host, int port) {
    return new SmtpEndpoint(host, port, port == 465 ? TlsMode.IMPLICIT : TlsMode.STARTTLS);
  }

  /**
   * The provider that people mean by this name: that of the preset, other spellings and former
   * names ({@code office365}, {@code Outlook.com}, {@code hotmail}, {@code sendinblue}), the name
   * of its server, a domain of its mailboxes. Upper and lower case, hyphens and blanks do not
   * count.
   */
  public static Optional<ProviderPreset> named(String name) {
    return ProviderNames.named(name);
  }

  /**
   * The provider of this mail address, where its domain is one that the provider gives to everybody
   * ({@code gmail.com}, {@code hotmail.fr}) or to every customer ({@code contoso.onmicrosoft.com}).
   * Empty for any other domain, and for what is no address.
   */
  public static Optional<ProviderPreset> forAddress(String address) {
    return ProviderNames.forDomain(address.substring(address.lastIndexOf('@') + 1))
        .filter(found -> address.lastIndexOf('@') > 0);
  }

  /** The provider whose server this is. */
  public static Optional<ProviderPreset> at(String host) {
    return Arrays.stream(values())
        .filter(preset -> preset.endpoint.host().equalsIgnoreCase(host))
        .findFirst();
  }

  /**
   * Where else the provider behind a server takes mail in, best first, without what was tried: for
   * networks that filter a port. Empty where nothing else is known.
   */
  public static List<SmtpEndpoint> alternativesTo(SmtpEndpoint tried) {
    return Doors.of(tried.host()).stream().filter(door -> door.port() != tried.port()).toList();
  }

  /** What a configuration calls it: {@code microsoft365-gcc-high}. */
  public String presetName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The provider's server. */
  public SmtpEndpoint endpoint() {
    return endpoint;
  }

  /** Where else it takes mail in, best first; empty if nowhere. */
  public List<SmtpEndpoint> otherEndpoints() {
    return others;
  }

  /** How many connections it allows, and for how long. */
  public PoolSettings pool() {
    return pool;
  }

  /** How many messages may be in flight on one connection: 1 where it limits their rate. */
  public int window() {
    return window;
  }

  /**
   * How many recipients a message may have; {@link Integer#MAX_VALUE} where the provider sets no
   * limit for all its customers.
   */
  public int recipientsPerMessage() {
    return switch (this) {
      case GMAIL -> 100;
      case MICROSOFT_HVE -> 50;
      default -> Integer.MAX_VALUE;
    };
  }
}

package dev.mailconnector.internal.diagnosis;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** Greetings and transactions: what a server replies. */
public final class MailRows {
  public static final Diagnosis GREETING_BUSY =
      new Diagnosis(
          "greeting-busy",
          "The server takes no connection from this machine now:",
          "it is busy, or limits connections. Send again later, over fewer connections"
              + " (limits.connections).",
          Whom.MAIL_SERVER,
          "RFC 5321 section 3.1");

  public static final Diagnosis GREETING_BLOCKED =
      new Diagnosis(
          "greeting-blocked",
          "The server takes nothing from this machine:",
          "ask whoever runs it whether this machine's address is blocked.",
          Whom.MAIL_SERVER,
          "RFC 5321 section 3.1");

  public static final Diagnosis EHLO_NAME =
      new Diagnosis(
          "ehlo-name-refused",
          "The server does not accept the name by which this machine greets it.",
          "Set ehlo-name to the full name of this machine, one that DNS knows.",
          Whom.OPERATOR,
          "RFC 5321 section 4.1.4; Postfix, smtpd_helo_restrictions");

  public static final Diagnosis STARTTLS_REFUSED =
      new Diagnosis(
          "starttls-refused",
          "The server offers STARTTLS and cannot begin TLS: its certificate or its TLS is not in"
              + " order.",
          "Whoever runs the mail server finds the reason in its log; nothing is wrong with the"
              + " account.",
          Whom.MAIL_SERVER,
          "RFC 3207 section 4");

  public static final Diagnosis STARTTLS_VIOLATION =
      new Diagnosis(
          "starttls-violation",
          "Something sent more commands before the TLS handshake, which nobody may: a"
              + " proxy or firewall on the way changes the conversation.",
          "Whoever runs the network must exempt this connection from its SMTP inspection.",
          Whom.NETWORK,
          "support.google.com, Gmail SMTP errors; RFC 3207 section 4");

  public static final Diagnosis ANONYMOUS_REFUSED =
      new Diagnosis(
          "anonymous-refused",
          "The server takes no mail without login here:",
          "give the account a user and a login.",
          Whom.OPERATOR,
          "learn.microsoft.com, non-delivery reports");

  public static final Diagnosis LOGIN_WANTED =
      new Diagnosis(
          "login-wanted",
          "The server wants a login (or TLS) first:",
          "give the account a user and a login, and set tls.",
          Whom.OPERATOR,
          "RFC 4954 section 6");

  public static final Diagnosis STARTTLS_WANTED =
      new Diagnosis(
          "starttls-wanted",
          "The server wants TLS first.",
          "Set tls: starttls, or tls: implicit on port 465.",
          Whom.OPERATOR,
          "RFC 3207 section 4");

  public static final Diagnosis SEND_AS =
      new Diagnosis(
          "send-as-missing",
          "The login may not send as this address.",
          "Send from its own address, or have the administrator grant Send As.",
          Whom.TENANT,
          "learn.microsoft.com, non-delivery reports");

  public static final Diagnosis SENDER_OF_ANOTHER =
      new Diagnosis(
          "sender-of-another-login",
          "The server ties senders to logins, and this one belongs to another login.",
          "Set from or envelope-from to an address of this login, or have whoever runs the server"
              + " give the login this address (Postfix: smtpd_sender_login_maps).",
          Whom.MAIL_SERVER,
          "postconf(5), reject_sender_login_mismatch; observed at Postfix 3.7");

  public static final Diagnosis SENDER_UNVERIFIED =
      new Diagnosis(
          "sender-not-verified",
          "The provider takes mail from and to addresses only that somebody has proven to be his"
              + " own.",
          "Verify the address or its domain in the provider's console. At Amazon SES look at the"
              + " region of the host, too, and leave the sandbox: in it recipients must be verified"
              + " as well.",
          Whom.OPERATOR,
          "docs.aws.amazon.com, SES SMTP issues; replies of mail servers, as observed");

  public static final Diagnosis SENDER_DOMAIN_UNKNOWN =
      new Diagnosis(
          "sender-domain-unknown",
          "The server does not find the sender's domain in DNS.",
          "Check from and envelope-from; if they are right, whoever runs the domain's DNS must add"
              + " an MX record, or the mail server asks a DNS that does not know it.",
          Whom.OPERATOR,
          "Postfix, reject_unknown_sender_domain; IANA, SMTP enhanced status codes, X.1.8");

  public static final Diagnosis RECIPIENT_QUOTA =
      new Diagnosis(
          "daily-recipients-reached",
          "The mailbox has reached its daily limit of recipients;",
          "it recovers within 24 hours.",
          Whom.OPERATOR,
          "learn.microsoft.com, Exchange Online limits; non-delivery reports");

  public static final Diagnosis SENDING_QUOTA =
      new Diagnosis(
          "daily-sending-limit-reached",
          "The mailbox has reached its daily sending limit;",
          "it recovers within 24 hours.",
          Whom.OPERATOR,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis RELAY_QUOTA =
      new Diagnosis(
          "daily-relay-limit-reached",
          "The domain has reached its daily limit for the SMTP relay;",
          "it recovers within 24 hours.",
          Whom.TENANT,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis RELAY_PEAK =
      new Diagnosis(
          "relay-peak-reached",
          "The domain sends too much at once over the SMTP relay.",
          "Send slower; the limit passes within minutes.",
          Whom.OPERATOR,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis MAILBOX_FULL =
      new Diagnosis(
          "sender-mailbox-full",
          "The sending mailbox is full (its Sent Items count):",
          "its owner or the administrator must make room.",
          Whom.USER,
          "learn.microsoft.com, SMTP AUTH troubleshooting");

  public static final Diagnosis SPAM_BLOCKED =
      new Diagnosis(
          "sender-blocked-for-spam",
          "The account is blocked for sending spam:",
          "the Microsoft 365 administrator must release it.",
          Whom.TENANT,
          "learn.microsoft.com, non-delivery reports");

  public static final Diagnosis TENANT_THRESHOLD =
      new Diagnosis(
          "tenant-threshold",
          "The Microsoft 365 tenant has exceeded its sending threshold:",
          "its administrator must ask Microsoft to lift the block.",
          Whom.TENANT,
          "learn.microsoft.com, non-delivery reports");

  public static final Diagnosis TENANT_NETWORK =
      new Diagnosis(
          "tenant-network-blocked",
          "Microsoft 365 takes no mail from this network or new tenant:",
          "its administrator must ask Microsoft to lift the block.",
          Whom.TENANT,
          "learn.microsoft.com, non-delivery reports");

  public static final Diagnosis SUSPICIOUS =
      new Diagnosis(
          "microsoft-suspicious-activity",
          "Microsoft 365 has seen suspicious activity from this address and takes its mail"
              + " slowly.",
          "Send less for some hours; if it stays, the administrator must ask Microsoft.",
          Whom.TENANT,
          "learn.microsoft.com, non-delivery reports");

  public static final Diagnosis BARE_LINE_FEEDS =
      new Diagnosis(
          "message-bare-line-feeds",
          "The message has line feeds without carriage returns, which the receiving side"
              + " does not take (BDAT).",
          "Whoever made the message must write lines that end with CR LF; something on the"
              + " way may have changed it, too.",
          Whom.APPLICATION,
          "learn.microsoft.com, non-delivery reports");

  public static final Diagnosis FROM_MALFORMED =
      new Diagnosis(
          "message-from-malformed",
          "The From header is not as RFC 5322 section 3.6.2 wants it: none, two of them,"
              + " or no address in it.",
          "Whoever makes the message must give it one From with one address.",
          Whom.APPLICATION,
          "learn.microsoft.com, non-delivery reports");

  public static final Diagnosis HVE_ENVELOPE_SENDER =
      new Diagnosis(
          "hve-envelope-sender",
          "High Volume Email takes only the address of the account as envelope sender.",
          "Set envelope-from to the address of the account, or remove it.",
          Whom.OPERATOR,
          "replies of High Volume Email, as reported");

  public static final Diagnosis HVE_FROM =
      new Diagnosis(
          "hve-from",
          "High Volume Email takes only the address of the account in the From header.",
          "Send from the address of the account; Reply-To may be another"
              + " (Set-HVEAccountSettings).",
          Whom.APPLICATION,
          "replies of High Volume Email, as reported");

  public static final Diagnosis HVE_IDENTITY =
      new Diagnosis(
          "hve-identity",
          "The mailbox is no High Volume Email account.",
          "Use the address of one as user (Exchange admin center, Mail flow, High Volume"
              + " Email), or smtp.office365.com for this mailbox.",
          Whom.OPERATOR,
          "replies of High Volume Email, as reported");

  public static final Diagnosis RELAY_DENIED =
      new Diagnosis(
          "relay-denied",
          "The server relays to other domains only for those it knows:",
          "log in, or have its administrator let this machine relay by its address.",
          Whom.MAIL_SERVER,
          "learn.microsoft.com, allow anonymous relay on Exchange servers; observed at Postfix"
              + " 3.7");

  public static final Diagnosis MESSAGE_RATE =
      new Diagnosis(
          "exchange-message-rate",
          "Exchange takes so many messages per minute of one sender or address"
              + " (MessageRateLimit of the receive connector, 5 on port 587 by default):",
          "send slower, or have the administrator raise it.",
          Whom.MAIL_SERVER,
          "learn.microsoft.com, message rate limits and throttling");

  public static final Diagnosis BACK_PRESSURE =
      new Diagnosis(
          "exchange-back-pressure",
          "The Exchange server is short of disk space or memory (back pressure) and takes"
              + " no mail meanwhile;",
          "its administrator must make room.",
          Whom.MAIL_SERVER,
          "learn.microsoft.com, understanding back pressure");

  public static final Diagnosis SERVICE_NOT_ACTIVE =
      new Diagnosis(
          "exchange-service-not-active",
          "The transport of the Exchange server is paused, or is being maintained.",
          "Send again later; if it stays so, its administrator must make it active"
              + " (Set-ServerComponentState).",
          Whom.MAIL_SERVER,
          "learn.microsoft.com, server component states");

  public static final Diagnosis TOO_MANY_AT_ONCE =
      new Diagnosis(
          "too-many-at-once",
          "Too many connections or messages at once for this mailbox:",
          "lower limits.connections (PoolSettings.maxConnections).",
          Whom.OPERATOR,
          "learn.microsoft.com, SMTP submission improvements");

  public static final Diagnosis MAILBOX_BUSY =
      new Diagnosis(
          "exchange-mailbox-busy",
          "The mailbox store of Exchange does not answer now.",
          "Send again later; if it stays so, the administrator must look at the mailbox.",
          Whom.TENANT,
          "github.com/simonrob/email-oauth2-proxy, issue 271");

  public static final Diagnosis SES_THROTTLING =
      new Diagnosis(
          "ses-throttling",
          "Amazon SES limits the sending rate or the daily quota of this account.",
          "Send slower, or ask Amazon to raise the quota (SES console, Account dashboard).",
          Whom.OPERATOR,
          "docs.aws.amazon.com, SES sending quota errors");

  public static final Diagnosis ADDRESS_NOT_ALLOWED =
      new Diagnosis(
          "google-address-not-allowed",
          "Google does not know the address that this machine sends from.",
          "An administrator of the domain must add it to the SMTP relay service"
              + " (admin.google.com, Apps, Gmail, Routing).",
          Whom.TENANT,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis UNUSUAL_RATE =
      new Diagnosis(
          "google-unusual-rate",
          "Google sees unsolicited mail at an unusual rate from this machine's address and"
              + " slows it down.",
          "Send slower, and look who else sends from this address.",
          Whom.OPERATOR,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis TLS_REQUIRED =
      new Diagnosis(
          "google-tls-required",
          "Google takes this mail over TLS only.",
          "Set tls: starttls, or tls: implicit on port 465.",
          Whom.OPERATOR,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis ONE_DOMAIN =
      new Diagnosis(
          "google-one-domain",
          "Google takes recipients of one domain at a time here.",
          "Send to the recipients of each domain on their own.",
          Whom.APPLICATION,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis SERVER_TIMEOUT =
      new Diagnosis(
          "server-timed-out",
          "The server waited too long for the next command and closes the connection.",
          "Send again. If it stays, the network to the server is too slow, or a firewall"
              + " holds packets back.",
          Whom.NETWORK,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis RECIPIENT_FULL =
      new Diagnosis(
          "recipient-mailbox-full",
          "The recipient's mailbox is full, or there are too many recipients (RFC 5321"
              + " section 4.5.3.1.10).",
          "Try again later.",
          Whom.USER,
          "RFC 5321 section 4.5.3.1.10");

  public static final Diagnosis RECIPIENT_BUSY =
      new Diagnosis(
          "recipient-busy",
          "The recipient gets mail too fast for the server.",
          "Send again later, and slower to this recipient.",
          Whom.APPLICATION,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis TOO_MANY_RECIPIENTS =
      new Diagnosis(
          "too-many-recipients",
          "The message has more recipients than the server takes at a time.",
          "Send it to fewer at a time.",
          Whom.APPLICATION,
          "RFC 5321 section 4.5.3.1.10; learn.microsoft.com, non-delivery reports");

  public static final Diagnosis TOO_LARGE =
      new Diagnosis(
          "message-too-large",
          "The message is too large for this server or mailbox.",
          "Send it with smaller attachments, or links to them; whoever runs the server may"
              + " raise the limit.",
          Whom.APPLICATION,
          "RFC 1870 section 6");

  public static final Diagnosis SYNTAX =
      new Diagnosis(
          "command-syntax",
          "The server cannot read an address or a parameter of the envelope.",
          "Correct the address, or have whoever runs the server find out what it does not"
              + " like.",
          Whom.APPLICATION,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis RECIPIENT_REFUSED =
      new Diagnosis(
          "recipient-refused",
          "The server will never take this recipient:",
          "correct or remove the address.",
          Whom.APPLICATION,
          "RFC 5321 section 4.2.1");

  public static final Diagnosis BUSY =
      new Diagnosis(
          "server-busy",
          "The server is busy or limits this machine, and asks to wait.",
          "Send again later, over fewer connections.",
          Whom.OPERATOR,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis CLOSING =
      new Diagnosis(
          "server-closing",
          "The server is closing this connection;",
          "another one may be taken at once.",
          Whom.APPLICATION,
          "RFC 5321 section 3.8");

  public static final Diagnosis LATER =
      new Diagnosis(
          "server-later",
          "The server cannot take the message now;",
          "the same message may be taken later.",
          Whom.MAIL_SERVER,
          "RFC 5321 section 4.2.1");

  public static final Diagnosis REFUSED =
      new Diagnosis(
          "message-refused",
          "The server will never take this message as it is.",
          "Change what the reply names: sender, content or size.",
          Whom.APPLICATION,
          "RFC 5321 section 4.2.1");

  public static final Diagnosis UNEXPECTED_REPLY =
      new Diagnosis(
          "unexpected-reply",
          "The server's reply fits nothing that SMTP expects here;",
          "show it to whoever runs the server.",
          Whom.MAIL_SERVER,
          "RFC 5321 section 4.2");

  public static final Diagnosis PARTLY_LATER =
      new Diagnosis(
          "partly-accepted-later",
          "The accepted recipients have it:",
          "do not send it to all again, only to those that were refused, later; an address"
              + " that the server will never take must be corrected first.",
          Whom.APPLICATION,
          "RFC 5321 section 3.3");

  public static final Diagnosis PARTLY_NEVER =
      new Diagnosis(
          "partly-accepted",
          "The accepted recipients have it:",
          "do not send it to all again, only to those that were refused, once their"
              + " addresses are corrected.",
          Whom.APPLICATION,
          "RFC 5321 section 3.3");

  public static final Diagnosis BDAT_REFUSED =
      new Diagnosis(
          "bdat-refused",
          "The server does not know the command that it announces.",
          "Nothing was sent; the message may be sent again at once, and goes another way.",
          Whom.MAIL_SERVER,
          "RFC 3030 section 2");

  public static final Diagnosis CUT =
      new Diagnosis(
          "transaction-cut",
          "The server, or something on the way, closed the connection before it had the"
              + " whole message.",
          "Nothing was sent; the message may be sent again at once.",
          Whom.MAIL_SERVER,
          "RFC 5321 section 3.8");

  public static final Diagnosis UNKNOWN =
      new Diagnosis(
          "delivery-unknown",
          "The server may have accepted it.",
          "Look for its Message-ID there, or in the recipient's mailbox, before sending it"
              + " again.",
          Whom.MAIL_SERVER,
          "RFC 1047");

  public static final Diagnosis BULK_UNHEARD =
      new Diagnosis(
          "bulk-unheard",
          "The server may have accepted it.",
          "The thread was interrupted and did not end: a listener, a login or another part"
              + " that the application gave the connector holds it up.",
          Whom.APPLICATION,
          "RFC 1047");

  public static final Diagnosis BUG =
      new Diagnosis(
          "library-bug",
          "The server may have accepted the message.",
          "This is a bug of the library: report it with the cause.",
          Whom.APPLICATION,
          "docs/how-it-works.md");

  public static final Diagnosis UNWRITABLE =
      new Diagnosis(
          "message-part-fails",
          "One of its parts fails when it is read;",
          "the cause says which.",
          Whom.APPLICATION,
          "jakarta.activation.DataSource");

  public static final Diagnosis FILE_CHANGED =
      new Diagnosis(
          "message-file-changed",
          "Nothing was sent. Something on this machine changes, deletes or locks the file"
              + " that was handed over, or files in the temporary folder.",
          "Keep it until the send is over.",
          Whom.OPERATOR,
          "java.nio.file");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          GREETING_BUSY,
          GREETING_BLOCKED,
          EHLO_NAME,
          STARTTLS_REFUSED,
          STARTTLS_VIOLATION,
          ANONYMOUS_REFUSED,
          LOGIN_WANTED,
          STARTTLS_WANTED,
          SEND_AS,
          SENDER_OF_ANOTHER,
          SENDER_UNVERIFIED,
          SENDER_DOMAIN_UNKNOWN,
          RECIPIENT_QUOTA,
          SENDING_QUOTA,
          RELAY_QUOTA,
          RELAY_PEAK,
          MAILBOX_FULL,
          SPAM_BLOCKED,
          TENANT_THRESHOLD,
          TENANT_NETWORK,
          SUSPICIOUS,
          BARE_LINE_FEEDS,
          FROM_MALFORMED,
          HVE_ENVELOPE_SENDER,
          HVE_FROM,
          HVE_IDENTITY,
          RELAY_DENIED,
          MESSAGE_RATE,
          BACK_PRESSURE,
          SERVICE_NOT_ACTIVE,
          TOO_MANY_AT_ONCE,
          MAILBOX_BUSY,
          SES_THROTTLING,
          ADDRESS_NOT_ALLOWED,
          UNUSUAL_RATE,
          TLS_REQUIRED,
          ONE_DOMAIN,
          SERVER_TIMEOUT,
          RECIPIENT_FULL,
          RECIPIENT_BUSY,
          TOO_MANY_RECIPIENTS,
          TOO_LARGE,
          SYNTAX,
          RECIPIENT_REFUSED,
          BUSY,
          CLOSING,
          LATER,
          REFUSED,
          UNEXPECTED_REPLY,
          PARTLY_LATER,
          PARTLY_NEVER,
          BDAT_REFUSED,
          CUT,
          UNKNOWN,
          BULK_UNHEARD,
          BUG,
          UNWRITABLE,
          FILE_CHANGED);

  private MailRows() {}
}

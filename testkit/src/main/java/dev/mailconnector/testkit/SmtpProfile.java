package dev.mailconnector.testkit;

/**
 * Whose manners a {@link ScriptedSmtpServer} has: greeting, EHLO keywords before and after TLS,
 * mechanisms and the wording of its replies. Taken from recorded sessions with these servers.
 */
public enum SmtpProfile {
  /** smtp.office365.com: LOGIN and XOAUTH2, a refused token is answered by 535 at once. */
  MICROSOFT365,
  /** smtp.gmail.com: XOAUTH2 and OAUTHBEARER, a refused token gets a 334 with JSON first. */
  GMAIL,
  /** Exchange Server on premises, client front end: LOGIN over TLS, CHUNKING, DSN. */
  EXCHANGE_SERVER,
  /** Postfix with its usual extensions. */
  POSTFIX,
  /** Dovecot's submission service: no DSN, no SMTPUTF8, SIZE without a number. */
  DOVECOT,
  /** An intranet relay without TLS and without login. */
  PLAIN_RELAY
}

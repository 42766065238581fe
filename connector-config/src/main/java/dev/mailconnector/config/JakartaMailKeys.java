package dev.mailconnector.config;

import static dev.mailconnector.config.ForeignKey.refused;
import static dev.mailconnector.config.ForeignKey.taken;
import static dev.mailconnector.config.ForeignKey.withoutEffect;

import java.util.List;

/**
 * Every property that Jakarta Mail's SMTP transport (Angus Mail 2) has, and those that programs
 * commonly add. {@code smtp.} stands for {@code mail.smtp.} and {@code mail.smtps.}, whichever the
 * protocol is.
 */
final class JakartaMailKeys {
  private static final String PROGRAM =
      "It is an object that the program hands over; a text cannot name it.";

  private static final String NTLM = "NTLM here is always version 2 with message integrity.";

  private static final String LIMITS = "Every wait has a limit here: see timeouts.";

  private static final String CONNECTION =
      "Connections are kept, tested and closed by the pool here.";

  /** The ones that decide something here. */
  static final List<ForeignKey> READ =
      List.of(
          taken("transport.protocol", "`smtp` or `smtps`: which properties count."),
          taken("transport.protocol.rfc822", "The same, and it counts more."),
          taken("smtp.host", "`host`."),
          taken("host", "`host`, where the protocol has none."),
          taken("smtp.port", "`port`; 25, or 465 for TLS from the first byte."),
          taken("smtp.user", "`user`."),
          taken("user", "`user`, where the protocol has none."),
          taken("smtp.password", "`auth.password`. Not Jakarta Mail's own; many programs have it."),
          taken("password", "The same."),
          taken("from", "`from`."),
          taken("smtp.from", "`envelope-from`."),
          taken(
              "smtp.auth",
              "`true`: a login, and without user or password an error. `false`: none. Unset: one"
                  + " where there are both."),
          taken(
              "smtp.auth.mechanisms",
              "`PLAIN` or `LOGIN` alone force `auth.mechanism`, `NTLM` alone is `auth.type: ntlm`;"
                  + " `XOAUTH2` is refused, since the password would be a token."),
          taken("smtp.auth.login.disable", "Takes LOGIN out of the mechanisms."),
          taken("smtp.auth.plain.disable", "Takes PLAIN out of the mechanisms."),
          taken("smtp.auth.digest-md5.disable", "Takes DIGEST-MD5 out, which is not spoken here."),
          taken("smtp.auth.ntlm.disable", "Takes NTLM out of the mechanisms."),
          taken(
              "smtp.auth.xoauth2.disable",
              "`false` puts XOAUTH2 last, where it is not spoken here."),
          taken("smtp.auth.ntlm.domain", "`auth.domain`, for a login by NTLM."),
          taken("smtp.sasl.enable", "Whether the `sasl` properties count."),
          taken("smtp.sasl.mechanisms", "As `smtp.auth.mechanisms`, with CRAM-MD5 and SCRAM."),
          taken("smtp.sasl.authorizationid", "`auth.authorization-identity`."),
          taken("smtp.ssl.enable", "`tls: implicit`."),
          taken("smtp.starttls.enable", "`tls: starttls-if-offered`; `starttls` with a password."),
          taken("smtp.starttls.required", "`tls: starttls`."),
          taken(
              "smtp.ssl.trust",
              "`*`, or a list with this host, is `trust.verify: none`; refused for the servers of"
                  + " public providers."),
          taken(
              "smtp.ssl.protocols",
              "TLS 1.2 and 1.3 are spoken here; older ones alone are refused."),
          taken(
              "smtp.socketFactory.class",
              "An `...SSLSocketFactory` of the JDK is `tls: implicit`; the program's own is refused."),
          taken("smtp.socketFactory.port", "`port`, with such a class."),
          taken(
              "smtp.socketFactory.fallback",
              "Not `false`: a line that may be unencrypted, which is made safe."),
          taken("smtp.ssl.socketFactory.class", "As `smtp.socketFactory.class`, where TLS is on."),
          taken("smtp.ssl.socketFactory.port", "`port`, with such a class and TLS."),
          taken("smtp.connectiontimeout", "`timeouts.connect`, in milliseconds."),
          taken("smtp.timeout", "`timeouts.greeting` and `timeouts.command`, in milliseconds."),
          taken("smtp.localhost", "`ehlo-name`."),
          taken("smtp.sendpartial", "`true`: `transaction.all-or-nothing: false`, else `true`."),
          taken("smtp.proxy.host", "`proxy.url: http://...`; a port may stand behind a colon."),
          taken("smtp.proxy.port", "Its port; 80."),
          taken("smtp.proxy.user", "`proxy.user`."),
          taken("smtp.proxy.password", "`proxy.password`."),
          taken("smtp.socks.host", "`proxy.url: socks5://...`."),
          taken("smtp.socks.port", "Its port; 1080."));

  /** The ones that decide nothing here. */
  static final List<ForeignKey> OTHERS =
      List.of(
          withoutEffect(
              "smtp.ssl.checkserveridentity",
              "The certificate's name is always checked here. Where it is not the host's, give"
                  + " trust.server-name."),
          withoutEffect(
              "smtp.ssl.hostnameverifier.class",
              "The certificate's name is always checked here, by RFC 9525. Where it is not the"
                  + " host's, give trust.server-name."),
          withoutEffect("smtp.ssl.hostnameverifier", PROGRAM),
          withoutEffect("smtp.ssl.ciphersuites", "The Java runtime chooses them."),
          withoutEffect("smtp.socketFactory", PROGRAM),
          withoutEffect("smtp.ssl.socketFactory", PROGRAM),
          withoutEffect("smtp.executor.writetimeout", PROGRAM),
          withoutEffect("smtp.writetimeout", "A write is limited together with its command here."),
          withoutEffect("smtp.auth.ntlm.flags", NTLM),
          withoutEffect("smtp.auth.ntlm.unicode", NTLM),
          withoutEffect("smtp.auth.ntlm.lmcompat", NTLM),
          withoutEffect("smtp.auth.ntlm.v2", NTLM),
          withoutEffect(
              "smtp.auth.xoauth2.two.line.authentication.format",
              "A token goes in one line or two here, whichever its length asks for."),
          withoutEffect(
              "smtp.sasl.realm",
              "It is for DIGEST-MD5, which is obsolete (RFC 6331) and not spoken."),
          withoutEffect(
              "smtp.saslrealm",
              "It is for DIGEST-MD5, which is obsolete (RFC 6331) and not spoken."),
          withoutEffect(
              "smtp.sasl.usecanonicalhostname", "The configured host is the server's name here."),
          withoutEffect("smtp.ehlo", "EHLO comes first here: TLS and logins need it."),
          withoutEffect("smtp.allow8bitmime", "Content is sent as it is, and never recoded here."),
          withoutEffect(
              "smtp.dsn.notify", "Asked for with each message here: SendOptions.withDsn."),
          withoutEffect("smtp.dsn.ret", "Asked for with each message here: SendOptions.withDsn."),
          withoutEffect("smtp.submitter", "Servers do not read it, and it is not sent here."),
          withoutEffect("smtp.reportsuccess", "A receipt always tells of each recipient."),
          withoutEffect("smtp.quitwait", CONNECTION),
          withoutEffect("smtp.quitonsessionreject", CONNECTION),
          withoutEffect("smtp.userset", CONNECTION),
          withoutEffect("smtp.noop.strict", CONNECTION),
          withoutEffect("smtp.usesocketchannels", CONNECTION),
          withoutEffect("smtp.chunksize", "BDAT is used by itself where the server has it."),
          withoutEffect("smtp.class", "The transport is this one."),
          withoutEffect("debug", "--verbose and the log show the dialogue, without secrets."),
          withoutEffect("debug.auth", "No secret is ever shown."),
          withoutEffect("debug.auth.username", "No secret is ever shown."),
          withoutEffect("debug.auth.password", "No secret is ever shown."),
          withoutEffect("debug.quote", "--verbose and the log show the dialogue."),
          withoutEffect("socket.debug", "--verbose and the log show the dialogue."),
          withoutEffect("mime.allowutf8", "SMTPUTF8 is used where it is needed and offered."),
          withoutEffect("mime.charset", "It is about making messages, not about sending them."),
          withoutEffect(
              "mime.address.strict", "It is about making messages, not about sending them."),
          refused(
              "smtp.localaddress",
              "The system chooses the address that connections leave from. Remove this; what EHLO"
                  + " says is mail.smtp.localhost."),
          refused(
              "smtp.localport", "Connections of a pool cannot share one local port. Remove it."),
          refused(
              "smtp.mailextension",
              "Words behind MAIL are not passed on here; SIZE, 8BITMIME, SMTPUTF8, DSN and REQUIRETLS"
                  + " are said by themselves or by SendOptions."));

  /** Why {@code 0} and {@code -1} are no timeouts. */
  static final String NO_TIMEOUT = LIMITS;

  private JakartaMailKeys() {}
}

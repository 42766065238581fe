package dev.mailconnector.cli.probe;

import static dev.mailconnector.cli.probe.ProbeLab.CLIENT;
import static dev.mailconnector.cli.probe.ProbeLab.USER;

import dev.mailconnector.Account;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TokenCheck;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Faults of the login at the mail server, and of the sender. */
final class LoginFaults {
  private static final String TAIL = " [AB1.prod.outlook.com 2026-11-21T11:12:20.001Z 08DE]";

  private LoginFaults() {}

  static List<Fault> rows() {
    List<Fault> rows = new ArrayList<>(offers());
    rows.addAll(passwords());
    rows.addAll(microsoft());
    rows.addAll(providers());
    rows.addAll(senders());
    return rows;
  }

  private static List<Fault> offers() {
    return List.of(
        new Fault(
            "AUTH only after TLS",
            "tls: none, and AUTH in the second EHLO only",
            "login-after-tls-only",
            lab ->
                lab.first(
                    lab.password(lab.server(s -> {}).port(), TlsMode.NONE)
                        .dangerouslyAllowCleartextCredentials())),
        new Fault(
            "password over an unencrypted line",
            "tls: none, and AUTH offered",
            "login-needs-tls",
            lab ->
                lab.first(
                    lab.password(lab.server(s -> s.tls(ServerTls.NONE)).port(), TlsMode.NONE))),
        new Fault(
            "server without any AUTH",
            "EHLO without AUTH, also under TLS",
            "login-not-offered",
            lab -> lab.first(lab.password(lab.server(s -> s.ehlo("SIZE 1000000"))))),
        new Fault(
            "mechanism not offered",
            "a token, at a server with PLAIN and LOGIN",
            "mechanism-not-offered",
            lab ->
                lab.first(
                    lab.microsoft(
                        lab.server(s -> s.mechanisms("PLAIN", "LOGIN")), lab.microsoft()))),
        new Fault(
            "forced mechanism not offered",
            "auth.mechanism: CRAM-MD5, at a server with PLAIN and LOGIN",
            "mechanism-variant-not-offered",
            lab ->
                lab.first(
                    lab.account(lab.server(s -> {}).port(), TlsMode.STARTTLS)
                        .login(
                            PasswordLogin.of(USER, Secret.of(ProbeLab.PASSWORD))
                                .onlyBy(PasswordMechanism.CRAM_MD5)))),
        new Fault(
            "mechanism offered and not known",
            "504 5.5.4 to AUTH",
            "mechanism-unknown",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(
                            s ->
                                s.on(
                                    Trigger.command("AUTH"),
                                    SmtpFault.reply("504 5.5.4 Unknown mechanism")))))),
        new Fault(
            "connection cut at the login",
            "the connection is closed in answer to AUTH",
            "login-cut",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(s -> s.on(Trigger.command("AUTH"), SmtpFault.closeBefore()))))));
  }

  private static List<Fault> passwords() {
    return List.of(
        new Fault(
            "wrong password",
            "535 5.7.8 to a password that the server does not know",
            "login-refused",
            lab ->
                lab.first(
                    lab.account(lab.server(s -> {}).port(), TlsMode.STARTTLS)
                        .login(LineFaults.wrongPassword()))),
        password("account locked", "535 5.7.8 Error: account is locked", "login-account-locked"),
        password(
            "account disabled", "535 5.7.8 Error: account is disabled", "login-account-disabled"),
        password(
            "application password wanted",
            "534 5.7.9 Application-specific password required",
            "stronger-login-wanted"),
        password(
            "browser login wanted",
            "534 5.7.14 Please log in via your web browser",
            "google-browser-login-wanted"),
        password(
            "TLS wanted before the login",
            "530 5.7.0 Must issue STARTTLS first",
            "tls-before-login"),
        password(
            "TLS wanted for this mechanism",
            "538 5.7.11 Encryption required for requested authentication mechanism",
            "tls-before-mechanism"),
        password(
            "password transition needed",
            "432 4.7.12 A password transition is needed",
            "password-transition-needed"),
        password(
            "login service down",
            "454 4.7.0 Temporary authentication failure",
            "login-check-unavailable"),
        password(
            "too many logins",
            "454 4.7.0 Too many login attempts, please try again later",
            "too-many-logins"),
        password(
            "too many connections at the login",
            "421 4.7.0 Too many connections",
            "login-connection-closing"),
        password("line too long", "500 5.5.2 Line too long", "login-line-too-long"),
        new Fault(
            "password at Outlook.com",
            "smtp-mail.outlook.com, by way of a proxy, refuses a password of a consumer's mailbox",
            "password-refused-by-provider",
            lab -> atOutlook(lab, "ann@outlook.com")),
        new Fault(
            "smtp-mail.outlook.com for a company's mailbox",
            "smtp-mail.outlook.com, by way of a proxy, refuses a mailbox of another domain",
            "consumer-host-for-company-mailbox",
            lab -> atOutlook(lab, "ann@contoso.com")),
        new Fault(
            "password at Microsoft 365 that still works",
            "smtp.office365.com, by way of a proxy, takes the password",
            "password-ends-at-provider",
            lab ->
                throughProxy(
                    lab,
                    "smtp.office365.com",
                    lab.server(s -> s.certificate(lab.authority().issue("smtp.office365.com"))),
                    USER)));
  }

  private static Fault password(String name, String reply, String expected) {
    return new Fault(
        name,
        reply + " to AUTH",
        expected,
        lab ->
            lab.first(
                lab.password(
                    lab.server(s -> s.on(Trigger.command("AUTH"), SmtpFault.reply(reply))))));
  }

  private static String atOutlook(ProbeLab lab, String user) {
    ScriptedSmtpServer server =
        lab.server(
            s ->
                s.certificate(lab.authority().issue("smtp-mail.outlook.com"))
                    .on(
                        Trigger.command("AUTH"),
                        SmtpFault.reply("535 5.7.3 Authentication unsuccessful" + TAIL)));
    return throughProxy(lab, "smtp-mail.outlook.com", server, user);
  }

  private static String throughProxy(
      ProbeLab lab, String host, ScriptedSmtpServer server, String user) {
    HttpConnectProxy proxy = lab.keep(HttpConnectProxy.start());
    proxy.route(host, server.port());
    return lab.first(
        Account.builder("robot", SmtpEndpoint.submission(host))
            .from(user)
            .login(PasswordLogin.of(user, Secret.of(ProbeLab.PASSWORD)))
            .proxy(ProxyServer.http(proxy.host(), proxy.port())));
  }

  private static List<Fault> microsoft() {
    String policy = "535 5.7.139 Authentication unsuccessful, ";
    return List.of(
        microsoft(
            "SMTP AUTH off for the tenant",
            policy + "SmtpClientAuthentication is disabled for the Tenant." + TAIL,
            "smtp-auth-disabled-tenant"),
        microsoft(
            "SMTP AUTH off for the mailbox",
            policy + "SmtpClientAuthentication is disabled for the Mailbox." + TAIL,
            "smtp-auth-disabled-mailbox"),
        microsoft(
            "basic authentication off",
            policy + "basic authentication is disabled." + TAIL,
            "basic-auth-disabled"),
        microsoft(
            "basic authentication retired",
            "550 5.7.30 Basic authentication is not supported for Client Submission.",
            "basic-auth-retired"),
        microsoft(
            "Conditional Access",
            policy
                + "the request did not meet the criteria to be authenticated successfully."
                + " Contact your administrator."
                + TAIL,
            "microsoft-policy"),
        microsoft(
            "security defaults",
            policy + "user is locked by your organization's security defaults policy." + TAIL,
            "microsoft-security-defaults"),
        microsoft(
            "credentials incorrect",
            policy + "the user credentials were incorrect." + TAIL,
            "microsoft-credentials-incorrect"),
        microsoft(
            "AD FS away",
            policy + "federated STS service was unreachable." + TAIL,
            "microsoft-federation-unreachable"),
        microsoft(
            "organization disallows",
            policy
                + "the organization configuration does not allow this authentication request"
                + TAIL,
            "microsoft-organization-disallows"),
        microsoft(
            "token fine, mailbox not allowed",
            "535 5.7.3 Authentication unsuccessful" + TAIL,
            "exchange-login-refused"),
        microsoft(
            "token about to expire at High Volume Email",
            "535 5.7.142 Token will expire soon",
            "hve-token-about-to-expire"),
        microsoft(
            "expired token at High Volume Email", "535 5.7.143 Expired token", "hve-token-expired"),
        microsoft(
            "permission missing at High Volume Email",
            "535 5.7.144 XOAUTH2 authentication failed. Invalid API permissions",
            "hve-permission-missing"),
        microsoft(
            "application not allowed at High Volume Email",
            "550 5.7.240 The application is not allowed for use with this High Volume Email"
                + " account",
            "hve-application-not-allowed"),
        microsoft(
            "malformed XOAUTH2 at High Volume Email",
            "501 5.5.124 Invalid XOAUTH2 auth data",
            "xoauth2-malformed"),
        microsoft(
            "more than three connections",
            "432 4.3.2 Concurrent connections limit exceeded.",
            "login-too-many-connections"),
        new Fault(
            "token without its role",
            "a token of an application nobody has consented to, then 535 5.7.3",
            "token-without-smtp-role",
            lab -> {
              MicrosoftIssuer issuer = lab.microsoft();
              issuer.withdrawConsent(CLIENT);
              return lab.first(
                  lab.microsoft(
                      lab.refusing(
                          SmtpProfile.POSTFIX, "535 5.7.3 Authentication unsuccessful" + TAIL),
                      issuer));
            }),
        new Fault(
            "client secret about to end",
            "its day is configured, and a week away",
            "credential-part-ends-soon",
            lab -> {
              Instant end = Instant.now().plus(Duration.ofDays(7));
              return lab.first(
                  lab.token(
                      lab.server(s -> {}),
                      lab.application(lab.microsoft()).secretExpires(end).login(USER)));
            }));
  }

  private static Fault microsoft(String name, String reply, String expected) {
    return new Fault(
        name,
        reply.replace(TAIL, "") + " to a token that its issuer gave",
        expected,
        lab -> lab.first(lab.microsoft(lab.refusing(SmtpProfile.POSTFIX, reply), lab.microsoft())));
  }

  private static List<Fault> providers() {
    return List.of(
        new Fault(
            "token refused by Gmail",
            "334 with JSON, then 535-5.7.8 Username and Password not accepted",
            "google-login-refused",
            lab ->
                lab.first(
                    lab.google(
                        lab.server(
                            s ->
                                s.profile(SmtpProfile.GMAIL)
                                    .greeting("220 smtp.gmail.com ESMTP")
                                    .tokens(TokenCheck.of((user, token) -> false))),
                        lab.google()))),
        new Fault(
            "too many logins at Gmail",
            "454 4.7.0 Too many login attempts, to a token",
            "too-many-logins",
            lab ->
                lab.first(
                    lab.google(
                        lab.refusing(
                            SmtpProfile.POSTFIX,
                            "454 4.7.0 Too many login attempts, please try again later."),
                        lab.google()))));
  }

  private static List<Fault> senders() {
    return List.of(
        sender(
            "Send As missing",
            "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
            "send-as-missing"),
        sender(
            "address not allowed by its provider",
            "553 5.7.1 Sender address rejected: not owned by user",
            "sender-of-another-login"),
        new Fault(
            "address not allowed by its provider, told late",
            "553 5.7.1 Sender address rejected: not owned by user to RCPT",
            "sender-of-another-login",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(
                            s ->
                                s.reply(
                                    "RCPT",
                                    "553 5.7.1 Sender address rejected: not owned by user"))))),
        sender(
            "daily limit of recipients",
            "550 5.1.90 Your message can't be sent because you've reached your daily limit",
            "daily-recipients-reached"),
        sender(
            "daily limit of Gmail",
            "550 5.4.5 Daily user sending limit exceeded",
            "daily-sending-limit-reached"),
        sender(
            "account blocked for spam",
            "550 5.1.8 Access denied, bad outbound sender",
            "sender-blocked-for-spam"),
        sender(
            "throttled by Amazon SES",
            "454 Throttling failure: Maximum sending rate exceeded.",
            "ses-throttling"),
        sender("server later", "451 4.3.0 Temporary failure", "server-later"),
        new Fault(
            "login wanted",
            "530 5.7.57 to MAIL of an account without login",
            "anonymous-refused",
            lab ->
                lab.first(
                    lab.account(
                        lab.server(
                                s ->
                                    s.reply(
                                        "MAIL",
                                        "530 5.7.57 Client not authenticated to send mail."))
                            .port(),
                        TlsMode.STARTTLS))),
        new Fault(
            "more recipients allowed than the server takes",
            "LIMITS RCPTMAX=10 and no limits.recipients-per-message",
            "limits-above-the-servers",
            lab -> lab.first(lab.password(lab.server(s -> s.offer("LIMITS RCPTMAX=10"))))),
        new Fault(
            "nothing is wrong",
            "a server as it should be",
            "none",
            lab -> lab.first(lab.password(lab.server(s -> {})))));
  }

  private static Fault sender(String name, String reply, String expected) {
    return new Fault(
        name,
        reply + " to MAIL",
        expected,
        lab -> lab.first(lab.password(lab.server(s -> s.reply("MAIL", reply)))));
  }
}

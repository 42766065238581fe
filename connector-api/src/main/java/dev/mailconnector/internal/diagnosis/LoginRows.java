package dev.mailconnector.internal.diagnosis;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** Logins: what a server offers, and why it refuses. */
public final class LoginRows {
  public static final Diagnosis CLEARTEXT =
      new Diagnosis(
          "login-needs-tls",
          "Without TLS anybody on the way could read the secret, so it is not sent.",
          "Set tls: starttls or tls: implicit. Where the server can do neither and the"
              + " network is yours, permit it with allow-cleartext-credentials: true"
              + " (Account.Builder.dangerouslyAllowCleartextCredentials).",
          Whom.OPERATOR,
          "RFC 8314 section 4.1");

  public static final Diagnosis SMTP_AUTH_DISABLED_TENANT =
      new Diagnosis(
          "smtp-auth-disabled-tenant",
          "SMTP AUTH is switched off for the whole Microsoft 365 tenant.",
          "An Exchange administrator must enable it (https://aka.ms/smtp_auth_disabled),"
              + " for the tenant or for this mailbox.",
          Whom.TENANT,
          "learn.microsoft.com, authenticated client SMTP submission");

  public static final Diagnosis SMTP_AUTH_DISABLED_MAILBOX =
      new Diagnosis(
          "smtp-auth-disabled-mailbox",
          "SMTP AUTH is switched off for this mailbox.",
          "An Exchange administrator must enable it: Set-CASMailbox"
              + " -SmtpClientAuthenticationDisabled $false.",
          Whom.TENANT,
          "learn.microsoft.com, authenticated client SMTP submission");

  public static final Diagnosis BASIC_AUTH_DISABLED =
      new Diagnosis(
          "basic-auth-disabled",
          "Exchange Online takes no password for this tenant any more.",
          "Log in with OAuth2 (auth.type: oauth2).",
          Whom.OPERATOR,
          "learn.microsoft.com, deprecation of basic authentication");

  public static final Diagnosis BASIC_AUTH_RETIRED =
      new Diagnosis(
          "basic-auth-retired",
          "Exchange Online takes no password for client submission any more.",
          "Log in with OAuth2 (auth.type: oauth2).",
          Whom.OPERATOR,
          "Exchange Team blog, retirement of basic authentication for SMTP AUTH");

  public static final Diagnosis MICROSOFT_CREDENTIALS_INCORRECT =
      new Diagnosis(
          "microsoft-credentials-incorrect",
          "User or password is wrong, or the account is blocked.",
          "Check both; the Entra sign-in log has the reason.",
          Whom.OPERATOR,
          "learn.microsoft.com, SMTP AUTH troubleshooting");

  public static final Diagnosis SECURITY_DEFAULTS =
      new Diagnosis(
          "microsoft-security-defaults",
          "The security defaults of the Microsoft 365 tenant forbid logins with a password.",
          "Log in with OAuth2 (auth.type: oauth2), or its administrator must replace the"
              + " security defaults by policies that allow this login (entra.microsoft.com,"
              + " Overview, Properties, Security defaults).",
          Whom.TENANT,
          "learn.microsoft.com, security defaults in Microsoft Entra ID");

  public static final Diagnosis ORGANIZATION_DISALLOWS =
      new Diagnosis(
          "microsoft-organization-disallows",
          "The organisation does not allow this kind of login, at High Volume Email"
              + " passwords most often.",
          "Log in with OAuth2 (auth.type: oauth2), or an Exchange administrator must allow"
              + " it (authentication policy; at High Volume Email Set-HVEAccountSettings).",
          Whom.TENANT,
          "learn.microsoft.com, High Volume Email troubleshooting");

  public static final Diagnosis FEDERATION_UNREACHABLE =
      new Diagnosis(
          "microsoft-federation-unreachable",
          "The company's federation server (AD FS) did not answer Microsoft.",
          "If it stays so, its administrator must act.",
          Whom.TENANT,
          "learn.microsoft.com, SMTP AUTH troubleshooting");

  public static final Diagnosis FEDERATION_WITHOUT_HTTPS =
      new Diagnosis(
          "microsoft-federation-without-https",
          "The company's federation server (AD FS) is published without HTTPS, so"
              + " Microsoft does not ask it.",
          "Its administrator must publish it with HTTPS, or the account log in with OAuth2"
              + " (auth.type: oauth2).",
          Whom.TENANT,
          "learn.microsoft.com, SMTP AUTH troubleshooting");

  public static final Diagnosis CONDITIONAL_ACCESS =
      new Diagnosis(
          "microsoft-policy",
          "A policy of the Microsoft 365 tenant (Conditional Access, security defaults,"
              + " authentication policy) forbids this login, whatever the secret.",
          "Its administrator finds the reason in the Entra sign-in log.",
          Whom.TENANT,
          "learn.microsoft.com, SMTP AUTH troubleshooting");

  public static final Diagnosis HVE_TOKEN_ABOUT_TO_EXPIRE =
      new Diagnosis(
          "hve-token-about-to-expire",
          "The server refuses tokens that are about to expire; one with more life is" + " needed.",
          "At High Volume Email set preset: microsoft-hve, or auth.renewal:"
              + " high-volume-email (RenewalPolicy.highVolumeEmail()): it renews in time.",
          Whom.OPERATOR,
          "learn.microsoft.com, High Volume Email troubleshooting;"
              + " github.com/tarickb/sasl-xoauth2, issue 98");

  public static final Diagnosis HVE_TOKEN_EXPIRED =
      new Diagnosis(
          "hve-token-expired",
          "The token has expired, says the server.",
          "A new one is asked for; if it stays, the clock of this machine or the file of"
              + " auth.token-file is behind.",
          Whom.OPERATOR,
          "learn.microsoft.com, High Volume Email troubleshooting");

  public static final Diagnosis XOAUTH2_MALFORMED =
      new Diagnosis(
          "xoauth2-malformed",
          "The server cannot make anything of the user or token in the login.",
          "At High Volume Email user must be the address of the account itself, and the"
              + " token one for it.",
          Whom.OPERATOR,
          "learn.microsoft.com, High Volume Email troubleshooting;"
              + " github.com/tarickb/sasl-xoauth2, issue 110");

  public static final Diagnosis HVE_PERMISSION =
      new Diagnosis(
          "hve-permission-missing",
          "The application lacks the API permission:",
          "High Volume Email needs Mail.Send on Office 365 Exchange Online, with admin"
              + " consent.",
          Whom.CLIENT_REGISTRATION,
          "learn.microsoft.com, High Volume Email troubleshooting");

  public static final Diagnosis HVE_APPLICATION =
      new Diagnosis(
          "hve-application-not-allowed",
          "The application is not among the High Volume Email account's allowed apps:",
          "Add-HVEAppAccess.",
          Whom.TENANT,
          "learn.microsoft.com, High Volume Email troubleshooting");

  public static final Diagnosis EXCHANGE_REFUSED =
      new Diagnosis(
          "exchange-login-refused",
          "Exchange refused the login.",
          "For OAuth2: the application needs the permission SMTP.SendAsApp with admin"
              + " consent, its service principal must be registered in Exchange"
              + " (New-ServicePrincipal, with the object id of the enterprise application) and"
              + " have rights on the mailbox, and user must be the mailbox address. For a"
              + " password: check user and password.",
          Whom.TENANT,
          "learn.microsoft.com, authenticate an SMTP connection using OAuth");

  public static final Diagnosis GOOGLE_REFUSED =
      new Diagnosis(
          "google-login-refused",
          "Google takes neither this password nor this token for this user.",
          "For OAuth2: the token must be one of this user, with the scope"
              + " https://mail.google.com/. For a password: it must be an app password, which"
              + " needs 2-Step Verification; the account's own password is not taken any more.",
          Whom.OPERATOR,
          "support.google.com, Gmail SMTP errors; github.com/jstedfast/MailKit, issue 1329");

  public static final Diagnosis STRONGER_LOGIN =
      new Diagnosis(
          "stronger-login-wanted",
          "The provider wants a stronger login:",
          "an application password or OAuth2 instead of the account's own password.",
          Whom.OPERATOR,
          "support.google.com, Gmail SMTP errors; RFC 4954 section 6");

  public static final Diagnosis GOOGLE_BROWSER =
      new Diagnosis(
          "google-browser-login-wanted",
          "Google wants this user to log in with a web browser first;",
          "for programs use OAuth2.",
          Whom.USER,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis ACCOUNT_DISABLED =
      new Diagnosis(
          "login-account-disabled",
          "The account exists and is switched off.",
          "Whoever runs the server must enable it (RFC 5248 calls this 5.7.13).",
          Whom.MAIL_SERVER,
          "IANA, SMTP enhanced status codes, X.7.13");

  public static final Diagnosis ACCOUNT_LOCKED =
      new Diagnosis(
          "login-account-locked",
          "The account is locked, after failed logins most often.",
          "Correct the secret first, since each wrong one locks it again; then whoever"
              + " runs the server must unlock it, or it unlocks itself after a while.",
          Whom.MAIL_SERVER,
          "replies of mail servers, as observed");

  public static final Diagnosis LOGINS_BLOCKED =
      new Diagnosis(
          "logins-blocked",
          "The server takes no login from this account or this machine for a while, after too many"
              + " that failed most often.",
          "Try no more before the secret is right and some time has passed; whoever runs the server"
              + " can lift the block, and say which address or account it is about.",
          Whom.MAIL_SERVER,
          "replies of mail servers, as observed");

  public static final Diagnosis PASSWORD_TRANSITION =
      new Diagnosis(
          "password-transition-needed",
          "The server has no password of this user for this mechanism yet.",
          "Log in once by PLAIN, over TLS (auth.mechanism: PLAIN), or set the password"
              + " anew there.",
          Whom.OPERATOR,
          "RFC 4954 section 6");

  public static final Diagnosis TOO_MANY_CONNECTIONS =
      new Diagnosis(
          "login-too-many-connections",
          "Too many connections at once for this mailbox (Exchange Online allows 3):",
          "lower limits.connections (PoolSettings.maxConnections).",
          Whom.OPERATOR,
          "learn.microsoft.com, SMTP submission improvements");

  public static final Diagnosis TOO_MANY_LOGINS =
      new Diagnosis(
          "too-many-logins",
          "Too many logins in a short time.",
          "Keep connections open longer, and use one connector for the whole process.",
          Whom.OPERATOR,
          "support.google.com, Gmail SMTP errors");

  public static final Diagnosis TLS_BEFORE_LOGIN =
      new Diagnosis(
          "tls-before-login",
          "The server wants TLS before the login:",
          "set tls: starttls, or tls: implicit on port 465.",
          Whom.OPERATOR,
          "RFC 4954 section 6");

  public static final Diagnosis TLS_BEFORE_MECHANISM =
      new Diagnosis(
          "tls-before-mechanism",
          "The server wants TLS before this login:",
          "set tls: starttls, or tls: implicit on port 465.",
          Whom.OPERATOR,
          "RFC 4954 section 6");

  public static final Diagnosis LOGIN_TOO_LONG =
      new Diagnosis(
          "login-line-too-long",
          "The server has too small a limit for the login;",
          "whoever runs it must raise it (RFC 4954 asks for 12288 octets).",
          Whom.MAIL_SERVER,
          "RFC 4954 section 4");

  public static final Diagnosis MECHANISM_UNKNOWN =
      new Diagnosis(
          "mechanism-unknown",
          "The server offers this login but does not know it.",
          "Whoever runs it must correct that; auth.mechanism forces another.",
          Whom.MAIL_SERVER,
          "RFC 4954 section 4");

  public static final Diagnosis LOGIN_CLOSING =
      new Diagnosis(
          "login-connection-closing",
          "The server is closing the connection before the login;",
          "it is busy or limits connections. Send again later, over fewer connections.",
          Whom.MAIL_SERVER,
          "RFC 5321 section 3.8");

  public static final Diagnosis LOGIN_UNAVAILABLE =
      new Diagnosis(
          "login-check-unavailable",
          "The server cannot check logins at the moment.",
          "The credential itself was not refused. If it stays so, whoever runs the server"
              + " must act.",
          Whom.MAIL_SERVER,
          "RFC 4954 section 6");

  public static final Diagnosis LOGIN_REFUSED =
      new Diagnosis(
          "login-refused",
          "The server refused the login.",
          "Check user and secret (auth.password, or the token's mailbox and scope).",
          Whom.OPERATOR,
          "RFC 4954 section 6");

  public static final Diagnosis LOGIN_NOT_OFFERED =
      new Diagnosis(
          "login-not-offered",
          "The server takes no login on this port, once TLS is on.",
          "Remove user and secret from the account if the server takes mail from this"
              + " machine without login; else use its submission port (587 or 465).",
          Whom.OPERATOR,
          "RFC 4954 section 3; RFC 6409 section 4.3");

  public static final Diagnosis LOGIN_AFTER_TLS =
      new Diagnosis(
          "login-after-tls-only",
          "Many servers offer it after TLS only:",
          "set tls: starttls.",
          Whom.OPERATOR,
          "RFC 4954 section 4");

  public static final Diagnosis MECHANISM_NOT_OFFERED =
      new Diagnosis(
          "mechanism-not-offered",
          "The server does not offer a login of this kind.",
          "Use a login that the server offers, or ask whoever runs it to enable this one.",
          Whom.OPERATOR,
          "RFC 4954 section 4");

  public static final Diagnosis MECHANISM_VARIANT_NOT_OFFERED =
      new Diagnosis(
          "mechanism-variant-not-offered",
          "The server takes such secrets, but not by the mechanism that is set.",
          "Ask whoever runs it to enable it; or set auth.mechanism to one that the server"
              + " offers, or remove it where it is set.",
          Whom.OPERATOR,
          "RFC 4954 section 4");

  public static final Diagnosis LOGIN_NOT_BEGUN =
      new Diagnosis(
          "login-not-begun",
          "The mechanism cannot begin with these settings.",
          "Nothing was sent to the server. Check the account's login.",
          Whom.OPERATOR,
          "RFC 4422 section 3");

  public static final Diagnosis LOGIN_GIVEN_UP =
      new Diagnosis(
          "login-given-up",
          "No mail was sent. The server does not follow the rules of the mechanism, or"
              + " asks for what cannot be given:",
          "show this line to whoever runs it.",
          Whom.MAIL_SERVER,
          "RFC 4954 section 4");

  public static final Diagnosis SERVER_UNPROVEN =
      new Diagnosis(
          "server-unproven",
          "Somebody may be in the way.",
          "Show this line to whoever runs the server.",
          Whom.MAIL_SERVER,
          "RFC 5802 section 9");

  public static final Diagnosis SECURITY_LAYER =
      new Diagnosis(
          "login-security-layer",
          "Mail goes over TLS here, and needs no second layer inside.",
          "The server must offer the mechanism without a layer of its own: whoever runs it"
              + " must switch that off.",
          Whom.MAIL_SERVER,
          "RFC 4422 section 3.7");

  public static final Diagnosis LOGIN_CUT =
      new Diagnosis(
          "login-cut",
          "Nothing was sent. Some servers close the connection on a refused login, or on"
              + " too many logins.",
          "Check user and secret; if they are right, send over fewer connections.",
          Whom.OPERATOR,
          "as observed");

  public static final Diagnosis LOGIN_UNANSWERED =
      new Diagnosis(
          "login-unanswered",
          "The server does not answer the login: what it checks logins with hangs, or it lets"
              + " whoever failed before wait.",
          "Nothing was sent, and nothing is known of the secret. If it stays so, whoever runs the"
              + " server must look at its directory and its log.",
          Whom.MAIL_SERVER,
          "RFC 4954 section 4; Postfix, smtpd_error_sleep_time");

  public static final Diagnosis LOGIN_TURN =
      new Diagnosis(
          "login-turn-missed",
          "Nothing was sent. A password that the server has not accepted yet is tried by"
              + " one login at a time, so that a wrong one does not lock the account out.",
          "Send again later; if it stays so, whoever runs the server must find out why its"
              + " logins are that slow.",
          Whom.MAIL_SERVER,
          "decision 0140");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          CLEARTEXT,
          SMTP_AUTH_DISABLED_TENANT,
          SMTP_AUTH_DISABLED_MAILBOX,
          BASIC_AUTH_DISABLED,
          BASIC_AUTH_RETIRED,
          MICROSOFT_CREDENTIALS_INCORRECT,
          SECURITY_DEFAULTS,
          ORGANIZATION_DISALLOWS,
          FEDERATION_UNREACHABLE,
          FEDERATION_WITHOUT_HTTPS,
          CONDITIONAL_ACCESS,
          HVE_TOKEN_ABOUT_TO_EXPIRE,
          HVE_TOKEN_EXPIRED,
          XOAUTH2_MALFORMED,
          HVE_PERMISSION,
          HVE_APPLICATION,
          EXCHANGE_REFUSED,
          GOOGLE_REFUSED,
          STRONGER_LOGIN,
          GOOGLE_BROWSER,
          ACCOUNT_DISABLED,
          ACCOUNT_LOCKED,
          LOGINS_BLOCKED,
          PASSWORD_TRANSITION,
          TOO_MANY_CONNECTIONS,
          TOO_MANY_LOGINS,
          TLS_BEFORE_LOGIN,
          TLS_BEFORE_MECHANISM,
          LOGIN_TOO_LONG,
          MECHANISM_UNKNOWN,
          LOGIN_CLOSING,
          LOGIN_UNAVAILABLE,
          LOGIN_REFUSED,
          LOGIN_NOT_OFFERED,
          LOGIN_AFTER_TLS,
          MECHANISM_NOT_OFFERED,
          MECHANISM_VARIANT_NOT_OFFERED,
          LOGIN_NOT_BEGUN,
          LOGIN_GIVEN_UP,
          SERVER_UNPROVEN,
          SECURITY_LAYER,
          LOGIN_CUT,
          LOGIN_UNANSWERED,
          LOGIN_TURN);

  private LoginRows() {}
}

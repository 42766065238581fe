package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Stage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a negative reply to a login means. The first row that fits counts. */
final class LoginReplies {
  private static final Set<Stage> LOGIN = EnumSet.of(Stage.AUTH);

  private static final String ABOUT_TO_EXPIRE =
      "The server refuses tokens that are about to expire; one with more life is needed. At High"
          + " Volume Email set preset: microsoft-hve, or auth.renewal: high-volume-email"
          + " (RenewalPolicy.highVolumeEmail()): it renews in time.";

  static final List<ReplyRow> ROWS =
      List.of(
          new ReplyRow(
              LOGIN,
              535,
              "5.7.139",
              "SmtpClientAuthentication is disabled for the Tenant",
              Advice.FIX_CONFIGURATION,
              "SMTP AUTH is switched off for the whole Microsoft 365 tenant. An Exchange"
                  + " administrator must enable it (https://aka.ms/smtp_auth_disabled), for the"
                  + " tenant or for this mailbox.",
              "learn.microsoft.com, authenticated client SMTP submission"),
          new ReplyRow(
              LOGIN,
              535,
              "5.7.139",
              "SmtpClientAuthentication is disabled for the Mailbox",
              Advice.FIX_CONFIGURATION,
              "SMTP AUTH is switched off for this mailbox. An Exchange administrator must enable"
                  + " it: Set-CASMailbox -SmtpClientAuthenticationDisabled $false.",
              "learn.microsoft.com, authenticated client SMTP submission"),
          new ReplyRow(
              LOGIN,
              535,
              "5.7.139",
              "basic authentication is disabled",
              Advice.FIX_CONFIGURATION,
              "Exchange Online takes no password for this tenant any more. Log in with OAuth2"
                  + " (auth.type: oauth2).",
              "learn.microsoft.com, deprecation of basic authentication"),
          new ReplyRow(
              LOGIN,
              535,
              "5.7.139",
              "user credentials were incorrect",
              Advice.FIX_CONFIGURATION,
              "User or password is wrong, or the account is blocked. Check both; the Entra sign-in"
                  + " log has the reason.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new ReplyRow(
              LOGIN,
              535,
              "5.7.139",
              "federated STS service was unreachable",
              Advice.RETRY_LATER,
              "The company's federation server (AD FS) did not answer Microsoft. If it stays so,"
                  + " its administrator must act.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new ReplyRow(
              LOGIN,
              535,
              "5.7.139",
              null,
              Advice.FIX_CONFIGURATION,
              "A policy of the Microsoft 365 tenant (Conditional Access, security defaults,"
                  + " authentication policy) forbids this login, whatever the secret. Its"
                  + " administrator finds the reason in the Entra sign-in log.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new ReplyRow(
              LOGIN,
              550,
              "5.7.30",
              null,
              Advice.FIX_CONFIGURATION,
              "Exchange Online takes no password for client submission any more. Log in with OAuth2"
                  + " (auth.type: oauth2).",
              "Exchange Team blog, retirement of basic authentication for SMTP AUTH"),
          new ReplyRow(
              LOGIN,
              535,
              "5.7.142",
              null,
              Advice.RETRY_LATER,
              ABOUT_TO_EXPIRE,
              "learn.microsoft.com, High Volume Email troubleshooting"),
          new ReplyRow(
              LOGIN,
              501,
              "5.5.127",
              null,
              Advice.RETRY_LATER,
              ABOUT_TO_EXPIRE,
              "github.com/tarickb/sasl-xoauth2, issue 98, with High Volume Email"),
          new ReplyRow(
              LOGIN,
              535,
              "5.7.143",
              null,
              Advice.RETRY_LATER,
              "The token has expired, says the server. A new one is asked for; if it stays, the clock"
                  + " of this machine or the file of auth.token-file is behind.",
              "learn.microsoft.com, High Volume Email troubleshooting"),
          new ReplyRow(
              LOGIN,
              501,
              null,
              "XOAUTH2",
              Advice.FIX_CONFIGURATION,
              "The server cannot make anything of the user or token in the login. At High Volume"
                  + " Email user must be the address of the account itself, and the token one for"
                  + " it.",
              "learn.microsoft.com, High Volume Email troubleshooting"),
          new ReplyRow(
              LOGIN,
              535,
              "5.7.144",
              null,
              Advice.FIX_CONFIGURATION,
              "The application lacks the API permission: High Volume Email needs Mail.Send on"
                  + " Office 365 Exchange Online, with admin consent.",
              "learn.microsoft.com, High Volume Email troubleshooting"),
          new ReplyRow(
              LOGIN,
              550,
              "5.7.240",
              null,
              Advice.FIX_CONFIGURATION,
              "The application is not among the High Volume Email account's allowed apps:"
                  + " Add-HVEAppAccess.",
              "learn.microsoft.com, High Volume Email troubleshooting"),
          new ReplyRow(
              LOGIN,
              535,
              "5.7.3",
              null,
              Advice.FIX_CONFIGURATION,
              "Exchange refused the login. For OAuth2: the application needs the permission"
                  + " SMTP.SendAsApp with admin consent, its service principal must be registered"
                  + " in Exchange (New-ServicePrincipal, with the object id of the enterprise"
                  + " application) and have rights on the mailbox, and user must be the mailbox"
                  + " address. For a password: check user and password.",
              "learn.microsoft.com, authenticate an SMTP connection using OAuth"),
          new ReplyRow(
              LOGIN,
              534,
              "5.7.9",
              null,
              Advice.FIX_CONFIGURATION,
              "The provider wants a stronger login: an application password or OAuth2 instead of"
                  + " the account's own password.",
              "support.google.com, Gmail SMTP errors; RFC 4954 section 6"),
          new ReplyRow(
              LOGIN,
              534,
              "5.7.14",
              null,
              Advice.FIX_CONFIGURATION,
              "Google wants this user to log in with a web browser first; for programs use OAuth2.",
              "support.google.com, Gmail SMTP errors"),
          new ReplyRow(
              LOGIN,
              432,
              "4.3.2",
              null,
              Advice.RETRY_LATER,
              "Too many connections at once for this mailbox (Exchange Online allows 3): lower"
                  + " limits.connections (PoolSettings.maxConnections).",
              "learn.microsoft.com, SMTP submission improvements"),
          new ReplyRow(
              LOGIN,
              454,
              "4.7.0",
              "Too many login attempts",
              Advice.RETRY_LATER,
              "Too many logins in a short time. Keep connections open longer, and use one connector"
                  + " for the whole process.",
              "support.google.com, Gmail SMTP errors"),
          new ReplyRow(
              LOGIN,
              530,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server wants TLS before the login: set tls: starttls, or tls: implicit on port"
                  + " 465.",
              "RFC 4954 section 6"),
          new ReplyRow(
              LOGIN,
              538,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server wants TLS before this login: set tls: starttls, or tls: implicit on port"
                  + " 465.",
              "RFC 4954 section 6"),
          new ReplyRow(
              LOGIN,
              500,
              null,
              "too long",
              Advice.FIX_CONFIGURATION,
              "The server has too small a limit for the login; whoever runs it must raise it (RFC"
                  + " 4954 asks for 12288 octets).",
              "RFC 4954 section 4"),
          new ReplyRow(
              LOGIN,
              504,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server offers this login but does not know it. Whoever runs it must correct"
                  + " that; auth.mechanism forces another.",
              "RFC 4954 section 4"),
          new ReplyRow(
              LOGIN,
              421,
              null,
              null,
              Advice.RETRY_LATER,
              "The server is closing the connection before the login; it is busy or limits"
                  + " connections.",
              "RFC 5321 section 3.8"),
          new ReplyRow(
              LOGIN,
              4,
              null,
              null,
              Advice.RETRY_LATER,
              "The server cannot check logins at the moment. The credential itself was not"
                  + " refused.",
              "RFC 4954 section 6"),
          new ReplyRow(
              LOGIN,
              5,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server refused the login. Check user and secret (auth.password, or the token's"
                  + " mailbox and scope).",
              "RFC 4954 section 6"));

  private LoginReplies() {}
}

package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.EnhancedStatus;
import dev.mailconnector.reply.SmtpReply;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a negative reply means and what may be done: the one table of it. The first row that fits
 * counts; the last row of each class of codes fits everything (RFC 5321 section 4.2.1). Immutable.
 *
 * @param advice what the caller may do
 * @param remedy what it means, and who must do what
 */
public record ReplyAdvice(Advice advice, String remedy) {
  private static final Set<Stage> ANY = EnumSet.allOf(Stage.class);
  private static final Set<Stage> LOGIN = EnumSet.of(Stage.AUTH);
  private static final Set<Stage> GREETING = EnumSet.of(Stage.GREETING, Stage.EHLO, Stage.STARTTLS);
  private static final Set<Stage> RECIPIENT = EnumSet.of(Stage.RCPT);

  /**
   * One row.
   *
   * @param stages where it fits
   * @param code the reply code, or its first digit
   * @param enhanced the enhanced status code, or null for any
   * @param words what the reply's text must contain, or null for any
   * @param advice what the caller may do
   * @param remedy what it means, and who must do what
   * @param source where that is written
   */
  private record Row(
      Set<Stage> stages,
      int code,
      @Nullable String enhanced,
      @Nullable String words,
      Advice advice,
      String remedy,
      String source) {

    boolean fits(Stage stage, SmtpReply reply) {
      EnhancedStatus status = reply.enhanced();
      return stages.contains(stage)
          && (code == reply.code() || code == reply.code() / 100)
          && (enhanced == null || (status != null && enhanced.equals(status.toString())))
          && (words == null || reply.text().contains(words));
    }
  }

  private static final List<Row> TABLE =
      List.of(
          // The login
          new Row(
              LOGIN,
              535,
              "5.7.139",
              "SmtpClientAuthentication is disabled for the Tenant",
              Advice.FIX_CONFIGURATION,
              "SMTP AUTH is switched off for the whole Microsoft 365 tenant. An Exchange"
                  + " administrator must enable it (https://aka.ms/smtp_auth_disabled), for the"
                  + " tenant or for this mailbox.",
              "learn.microsoft.com, authenticated client SMTP submission"),
          new Row(
              LOGIN,
              535,
              "5.7.139",
              "SmtpClientAuthentication is disabled for the Mailbox",
              Advice.FIX_CONFIGURATION,
              "SMTP AUTH is switched off for this mailbox. An Exchange administrator must enable"
                  + " it: Set-CASMailbox -SmtpClientAuthenticationDisabled $false.",
              "learn.microsoft.com, authenticated client SMTP submission"),
          new Row(
              LOGIN,
              535,
              "5.7.139",
              "basic authentication is disabled",
              Advice.FIX_CONFIGURATION,
              "Exchange Online takes no password for this tenant any more. Log in with OAuth2"
                  + " (auth.type: oauth2).",
              "learn.microsoft.com, deprecation of basic authentication"),
          new Row(
              LOGIN,
              535,
              "5.7.139",
              "user credentials were incorrect",
              Advice.FIX_CONFIGURATION,
              "User or password is wrong, or the account is blocked. Check both; the Entra sign-in"
                  + " log has the reason.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new Row(
              LOGIN,
              535,
              "5.7.139",
              "federated STS service was unreachable",
              Advice.RETRY_LATER,
              "The company's federation server (AD FS) did not answer Microsoft. If it stays so,"
                  + " its administrator must act.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new Row(
              LOGIN,
              535,
              "5.7.139",
              null,
              Advice.FIX_CONFIGURATION,
              "A policy of the Microsoft 365 tenant (Conditional Access, security defaults,"
                  + " authentication policy) forbids this login, whatever the secret. Its"
                  + " administrator finds the reason in the Entra sign-in log.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new Row(
              LOGIN,
              550,
              "5.7.30",
              null,
              Advice.FIX_CONFIGURATION,
              "Exchange Online takes no password for client submission any more. Log in with OAuth2"
                  + " (auth.type: oauth2).",
              "Exchange Team blog, retirement of basic authentication for SMTP AUTH"),
          new Row(
              LOGIN,
              535,
              "5.7.142",
              null,
              Advice.RETRY_LATER,
              "The server refuses tokens that are about to expire; one with more life is needed.",
              "learn.microsoft.com, High Volume Email troubleshooting"),
          new Row(
              LOGIN,
              535,
              "5.7.144",
              null,
              Advice.FIX_CONFIGURATION,
              "The application lacks the API permission: High Volume Email needs Mail.Send on"
                  + " Office 365 Exchange Online, with admin consent.",
              "learn.microsoft.com, High Volume Email troubleshooting"),
          new Row(
              LOGIN,
              550,
              "5.7.240",
              null,
              Advice.FIX_CONFIGURATION,
              "The application is not among the High Volume Email account's allowed apps:"
                  + " Add-HVEAppAccess.",
              "learn.microsoft.com, High Volume Email troubleshooting"),
          new Row(
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
          new Row(
              LOGIN,
              534,
              "5.7.9",
              null,
              Advice.FIX_CONFIGURATION,
              "The provider wants a stronger login: an application password or OAuth2 instead of"
                  + " the account's own password.",
              "support.google.com, Gmail SMTP errors; RFC 4954 section 6"),
          new Row(
              LOGIN,
              534,
              "5.7.14",
              null,
              Advice.FIX_CONFIGURATION,
              "Google wants this user to log in with a web browser first; for programs use OAuth2.",
              "support.google.com, Gmail SMTP errors"),
          new Row(
              LOGIN,
              432,
              "4.3.2",
              null,
              Advice.RETRY_LATER,
              "Too many connections at once for this mailbox (Exchange Online allows 3): lower"
                  + " limits.connections.",
              "learn.microsoft.com, SMTP submission improvements"),
          new Row(
              LOGIN,
              454,
              "4.7.0",
              "Too many login attempts",
              Advice.RETRY_LATER,
              "Too many logins in a short time. Keep connections open longer, and use one connector"
                  + " for the whole process.",
              "support.google.com, Gmail SMTP errors"),
          new Row(
              LOGIN,
              530,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server wants TLS before the login: set tls: starttls, or tls: implicit on port"
                  + " 465.",
              "RFC 4954 section 6"),
          new Row(
              LOGIN,
              538,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server wants TLS before this login: set tls: starttls, or tls: implicit on port"
                  + " 465.",
              "RFC 4954 section 6"),
          new Row(
              LOGIN,
              500,
              null,
              "too long",
              Advice.FIX_CONFIGURATION,
              "The server has too small a limit for the login; whoever runs it must raise it (RFC"
                  + " 4954 asks for 12288 octets).",
              "RFC 4954 section 4"),
          new Row(
              LOGIN,
              504,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server offers this login but does not know it. Whoever runs it must correct"
                  + " that; auth.mechanism forces another.",
              "RFC 4954 section 4"),
          new Row(
              LOGIN,
              421,
              null,
              null,
              Advice.RETRY_LATER,
              "The server is closing the connection before the login; it is busy or limits"
                  + " connections.",
              "RFC 5321 section 3.8"),
          new Row(
              LOGIN,
              4,
              null,
              null,
              Advice.RETRY_LATER,
              "The server cannot check logins at the moment. The credential itself was not"
                  + " refused.",
              "RFC 4954 section 6"),
          new Row(
              LOGIN,
              5,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server refused user or secret. Check both; a token must be for this mailbox and"
                  + " have the right scope.",
              "RFC 4954 section 6"),
          // The greeting
          new Row(
              GREETING,
              4,
              null,
              null,
              Advice.RETRY_LATER,
              "The server takes no connection from this machine now: it is busy, or limits"
                  + " connections.",
              "RFC 5321 section 3.1"),
          new Row(
              GREETING,
              5,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server takes nothing from this machine: ask whoever runs it whether this"
                  + " machine's address is blocked.",
              "RFC 5321 section 3.1"),
          // The transaction
          new Row(
              ANY,
              530,
              "5.7.57",
              null,
              Advice.FIX_CONFIGURATION,
              "The server takes no mail without login here: give the account a user and a login.",
              "learn.microsoft.com, non-delivery reports"),
          new Row(
              ANY,
              530,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server wants a login (or TLS) first: give the account a user and a login, and"
                  + " set tls.",
              "RFC 4954 section 6"),
          new Row(
              ANY,
              550,
              "5.7.60",
              null,
              Advice.FIX_CONFIGURATION,
              "The login may not send as this address. Send from its own address, or have the"
                  + " administrator grant Send As.",
              "learn.microsoft.com, non-delivery reports"),
          new Row(
              ANY,
              554,
              "5.2.0",
              "SendAsDenied",
              Advice.FIX_CONFIGURATION,
              "The login may not send as this address. Send from its own address, or have the"
                  + " administrator grant Send As.",
              "learn.microsoft.com, non-delivery reports"),
          new Row(
              ANY,
              554,
              "5.2.252",
              null,
              Advice.FIX_CONFIGURATION,
              "The login may not send as this address. Send from its own address, or have the"
                  + " administrator grant Send As.",
              "learn.microsoft.com, non-delivery reports"),
          new Row(
              ANY,
              554,
              "5.2.0",
              "SubmissionQuotaExceeded",
              Advice.RETRY_LATER,
              "The mailbox has reached its daily limit of recipients; it recovers within 24 hours.",
              "learn.microsoft.com, Exchange Online limits"),
          new Row(
              ANY,
              550,
              "5.1.90",
              null,
              Advice.RETRY_LATER,
              "The mailbox has reached its daily limit of recipients; it recovers within 24 hours.",
              "learn.microsoft.com, non-delivery reports"),
          new Row(
              ANY,
              550,
              "5.4.5",
              null,
              Advice.RETRY_LATER,
              "The mailbox has reached its daily sending limit; it recovers within 24 hours.",
              "support.google.com, Gmail SMTP errors"),
          new Row(
              ANY,
              550,
              "5.7.1",
              "Daily SMTP relay limit exceeded",
              Advice.RETRY_LATER,
              "The domain has reached its daily limit for the SMTP relay; it recovers within 24"
                  + " hours.",
              "support.google.com, Gmail SMTP errors"),
          new Row(
              ANY,
              554,
              "5.2.2",
              null,
              Advice.FIX_CONFIGURATION,
              "The sending mailbox is full (its Sent Items count): its owner or the administrator"
                  + " must make room.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new Row(
              ANY,
              554,
              null,
              "ShutoffQuotaExceeded",
              Advice.FIX_CONFIGURATION,
              "The sending mailbox is full (its Sent Items count): its owner or the administrator"
                  + " must make room.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new Row(
              ANY,
              550,
              "5.1.8",
              null,
              Advice.FIX_CONFIGURATION,
              "The account is blocked for sending spam: the Microsoft 365 administrator must"
                  + " release it.",
              "learn.microsoft.com, non-delivery reports"),
          new Row(
              ANY,
              550,
              "5.7.705",
              null,
              Advice.FIX_CONFIGURATION,
              "The Microsoft 365 tenant has exceeded its sending threshold: its administrator must"
                  + " ask Microsoft to lift the block.",
              "learn.microsoft.com, non-delivery reports"),
          new Row(
              ANY,
              550,
              "5.7.708",
              null,
              Advice.FIX_CONFIGURATION,
              "Microsoft 365 takes no mail from this network or new tenant: its administrator must"
                  + " ask Microsoft to lift the block.",
              "learn.microsoft.com, non-delivery reports"),
          new Row(
              ANY,
              432,
              null,
              null,
              Advice.RETRY_LATER,
              "Too many connections or messages at once for this mailbox: lower"
                  + " limits.connections.",
              "learn.microsoft.com, SMTP submission improvements"),
          new Row(
              ANY,
              454,
              null,
              "Throttling failure",
              Advice.RETRY_LATER,
              "Amazon SES limits the sending rate or the daily quota of this account.",
              "docs.aws.amazon.com, SES sending quota errors"),
          new Row(
              RECIPIENT,
              552,
              null,
              null,
              Advice.RETRY_LATER,
              "The recipient's mailbox is full, or there are too many recipients (RFC 5321 section"
                  + " 4.5.3.1.10).",
              "RFC 5321 section 4.5.3.1.10"),
          new Row(
              ANY,
              552,
              null,
              null,
              Advice.FIX_MESSAGE,
              "The message is too large for this server or mailbox.",
              "RFC 1870 section 6"),
          new Row(
              RECIPIENT,
              5,
              null,
              null,
              Advice.FIX_MESSAGE,
              "The server will never take this recipient: correct or remove the address.",
              "RFC 5321 section 4.2.1"),
          new Row(
              ANY,
              421,
              null,
              "ry again later",
              Advice.RETRY_LATER,
              "The server is busy or limits this machine, and asks to wait.",
              "support.google.com, Gmail SMTP errors"),
          new Row(
              ANY,
              421,
              null,
              null,
              Advice.RETRY_OTHER_CONNECTION,
              "The server is closing this connection; another one may be taken at once.",
              "RFC 5321 section 3.8"),
          new Row(
              ANY,
              4,
              null,
              null,
              Advice.RETRY_LATER,
              "The server cannot take the message now; the same message may be taken later.",
              "RFC 5321 section 4.2.1"),
          new Row(
              ANY,
              5,
              null,
              null,
              Advice.FIX_MESSAGE,
              "The server will never take this message as it is.",
              "RFC 5321 section 4.2.1"));

  /** The advice for this reply at this stage. */
  public static ReplyAdvice of(Stage stage, SmtpReply reply) {
    return TABLE.stream()
        .filter(row -> row.fits(stage, reply))
        .findFirst()
        .map(row -> new ReplyAdvice(row.advice(), row.remedy()))
        .orElseGet(
            () ->
                new ReplyAdvice(
                    stage == Stage.AUTH ? Advice.FIX_CONFIGURATION : Advice.RETRY_OTHER_CONNECTION,
                    "The server's reply fits nothing that SMTP expects here; show it to whoever"
                        + " runs the server."));
  }

  /** Whether a refused recipient may be taken later as it is. */
  public static boolean mayPass(SmtpReply reply) {
    return of(Stage.RCPT, reply).advice() == Advice.RETRY_LATER;
  }

  /**
   * Whether a refused login is about a policy and not about the secret, so that a renewed secret
   * cannot help and must not be tried.
   */
  public static boolean isPolicy(SmtpReply reply) {
    EnhancedStatus status = reply.enhanced();
    return reply.code() != 535
        ? reply.isPermanent()
        : status != null
            && status.is(5, 7, 139)
            && !reply.text().contains("user credentials were incorrect");
  }
}

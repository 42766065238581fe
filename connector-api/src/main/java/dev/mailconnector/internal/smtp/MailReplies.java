package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Stage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a negative reply means at the greeting and in a transaction. The first row that fits counts;
 * the last row of each class of codes fits everything (RFC 5321 section 4.2.1).
 */
final class MailReplies {
  private static final Set<Stage> ANY = EnumSet.allOf(Stage.class);
  private static final Set<Stage> GREETING = EnumSet.of(Stage.GREETING, Stage.EHLO, Stage.STARTTLS);
  private static final Set<Stage> RECIPIENT = EnumSet.of(Stage.RCPT);

  private static final String RELAY =
      "The server relays to other domains only for those it knows: log in, or have its administrator"
          + " let this machine relay by its address.";

  static final List<ReplyRow> ROWS =
      List.of(
          // The greeting
          new ReplyRow(
              GREETING,
              4,
              null,
              null,
              Advice.RETRY_LATER,
              "The server takes no connection from this machine now: it is busy, or limits"
                  + " connections.",
              "RFC 5321 section 3.1"),
          new ReplyRow(
              GREETING,
              5,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server takes nothing from this machine: ask whoever runs it whether this"
                  + " machine's address is blocked.",
              "RFC 5321 section 3.1"),
          // The transaction
          new ReplyRow(
              ANY,
              530,
              "5.7.57",
              null,
              Advice.FIX_CONFIGURATION,
              "The server takes no mail without login here: give the account a user and a login.",
              "learn.microsoft.com, non-delivery reports"),
          new ReplyRow(
              ANY,
              530,
              null,
              null,
              Advice.FIX_CONFIGURATION,
              "The server wants a login (or TLS) first: give the account a user and a login, and"
                  + " set tls.",
              "RFC 4954 section 6"),
          new ReplyRow(
              ANY,
              550,
              "5.7.60",
              null,
              Advice.FIX_CONFIGURATION,
              "The login may not send as this address. Send from its own address, or have the"
                  + " administrator grant Send As.",
              "learn.microsoft.com, non-delivery reports"),
          new ReplyRow(
              ANY,
              554,
              "5.2.0",
              "SendAsDenied",
              Advice.FIX_CONFIGURATION,
              "The login may not send as this address. Send from its own address, or have the"
                  + " administrator grant Send As.",
              "learn.microsoft.com, non-delivery reports"),
          new ReplyRow(
              ANY,
              554,
              "5.2.252",
              null,
              Advice.FIX_CONFIGURATION,
              "The login may not send as this address. Send from its own address, or have the"
                  + " administrator grant Send As.",
              "learn.microsoft.com, non-delivery reports"),
          new ReplyRow(
              ANY,
              554,
              "5.2.0",
              "SubmissionQuotaExceeded",
              Advice.RETRY_LATER,
              "The mailbox has reached its daily limit of recipients; it recovers within 24 hours.",
              "learn.microsoft.com, Exchange Online limits"),
          new ReplyRow(
              ANY,
              550,
              "5.1.90",
              null,
              Advice.RETRY_LATER,
              "The mailbox has reached its daily limit of recipients; it recovers within 24 hours.",
              "learn.microsoft.com, non-delivery reports"),
          new ReplyRow(
              ANY,
              550,
              "5.4.5",
              null,
              Advice.RETRY_LATER,
              "The mailbox has reached its daily sending limit; it recovers within 24 hours.",
              "support.google.com, Gmail SMTP errors"),
          new ReplyRow(
              ANY,
              550,
              "5.7.1",
              "Daily SMTP relay limit exceeded",
              Advice.RETRY_LATER,
              "The domain has reached its daily limit for the SMTP relay; it recovers within 24"
                  + " hours.",
              "support.google.com, Gmail SMTP errors"),
          new ReplyRow(
              ANY,
              554,
              "5.2.2",
              null,
              Advice.FIX_CONFIGURATION,
              "The sending mailbox is full (its Sent Items count): its owner or the administrator"
                  + " must make room.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new ReplyRow(
              ANY,
              554,
              null,
              "ShutoffQuotaExceeded",
              Advice.FIX_CONFIGURATION,
              "The sending mailbox is full (its Sent Items count): its owner or the administrator"
                  + " must make room.",
              "learn.microsoft.com, SMTP AUTH troubleshooting"),
          new ReplyRow(
              ANY,
              550,
              "5.1.8",
              null,
              Advice.FIX_CONFIGURATION,
              "The account is blocked for sending spam: the Microsoft 365 administrator must"
                  + " release it.",
              "learn.microsoft.com, non-delivery reports"),
          new ReplyRow(
              ANY,
              550,
              "5.7.705",
              null,
              Advice.FIX_CONFIGURATION,
              "The Microsoft 365 tenant has exceeded its sending threshold: its administrator must"
                  + " ask Microsoft to lift the block.",
              "learn.microsoft.com, non-delivery reports"),
          new ReplyRow(
              ANY,
              550,
              "5.7.708",
              null,
              Advice.FIX_CONFIGURATION,
              "Microsoft 365 takes no mail from this network or new tenant: its administrator must"
                  + " ask Microsoft to lift the block.",
              "learn.microsoft.com, non-delivery reports"),
          new ReplyRow(
              ANY,
              550,
              "5.7.54",
              null,
              Advice.FIX_CONFIGURATION,
              RELAY,
              "learn.microsoft.com, allow anonymous relay on Exchange servers"),
          new ReplyRow(
              ANY,
              550,
              "5.7.1",
              "Unable to relay",
              Advice.FIX_CONFIGURATION,
              RELAY,
              "learn.microsoft.com, allow anonymous relay on Exchange servers"),
          new ReplyRow(
              ANY,
              421,
              "4.4.2",
              "submission rate",
              Advice.RETRY_LATER,
              "Exchange takes so many messages per minute of one sender or address"
                  + " (MessageRateLimit of the receive connector, 5 on port 587 by default): send"
                  + " slower, or have the administrator raise it.",
              "learn.microsoft.com, message rate limits and throttling"),
          new ReplyRow(
              ANY,
              452,
              "4.3.1",
              "Insufficient system resources",
              Advice.RETRY_LATER,
              "The Exchange server is short of disk space or memory (back pressure) and takes no"
                  + " mail meanwhile; its administrator must make room.",
              "learn.microsoft.com, understanding back pressure"),
          new ReplyRow(
              ANY,
              432,
              null,
              null,
              Advice.RETRY_LATER,
              "Too many connections or messages at once for this mailbox: lower"
                  + " limits.connections (PoolSettings.maxConnections).",
              "learn.microsoft.com, SMTP submission improvements"),
          new ReplyRow(
              ANY,
              454,
              null,
              "Throttling failure",
              Advice.RETRY_LATER,
              "Amazon SES limits the sending rate or the daily quota of this account.",
              "docs.aws.amazon.com, SES sending quota errors"),
          new ReplyRow(
              RECIPIENT,
              552,
              null,
              null,
              Advice.RETRY_LATER,
              "The recipient's mailbox is full, or there are too many recipients (RFC 5321 section"
                  + " 4.5.3.1.10). Try again later.",
              "RFC 5321 section 4.5.3.1.10"),
          new ReplyRow(
              ANY,
              552,
              null,
              null,
              Advice.FIX_MESSAGE,
              "The message is too large for this server or mailbox.",
              "RFC 1870 section 6"),
          new ReplyRow(
              RECIPIENT,
              5,
              null,
              null,
              Advice.FIX_MESSAGE,
              "The server will never take this recipient: correct or remove the address.",
              "RFC 5321 section 4.2.1"),
          new ReplyRow(
              ANY,
              421,
              null,
              "ry again later",
              Advice.RETRY_LATER,
              "The server is busy or limits this machine, and asks to wait.",
              "support.google.com, Gmail SMTP errors"),
          new ReplyRow(
              ANY,
              421,
              null,
              null,
              Advice.RETRY_OTHER_CONNECTION,
              "The server is closing this connection; another one may be taken at once.",
              "RFC 5321 section 3.8"),
          new ReplyRow(
              ANY,
              4,
              null,
              null,
              Advice.RETRY_LATER,
              "The server cannot take the message now; the same message may be taken later.",
              "RFC 5321 section 4.2.1"),
          new ReplyRow(
              ANY,
              5,
              null,
              null,
              Advice.FIX_MESSAGE,
              "The server will never take this message as it is.",
              "RFC 5321 section 4.2.1"));

  private MailReplies() {}
}

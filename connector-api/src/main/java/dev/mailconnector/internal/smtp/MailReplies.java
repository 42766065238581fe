package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.ConnectRows;
import dev.mailconnector.internal.diagnosis.MailRows;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which negative reply means what at the greeting and in a transaction. The first row that fits
 * counts; the last row of each class of codes fits everything (RFC 5321 section 4.2.1).
 */
final class MailReplies {
  private static final Set<Stage> ANY = EnumSet.allOf(Stage.class);
  private static final Set<Stage> GREETING = EnumSet.of(Stage.GREETING, Stage.EHLO, Stage.STARTTLS);
  private static final Set<Stage> STARTTLS = EnumSet.of(Stage.STARTTLS);
  private static final Set<Stage> EHLO = EnumSet.of(Stage.EHLO);
  private static final Set<Stage> SENDER = EnumSet.of(Stage.MAIL);
  private static final Set<Stage> RECIPIENT = EnumSet.of(Stage.RCPT);

  static final List<ReplyRow> ROWS =
      List.of(
          new ReplyRow(
              STARTTLS, 454, "4.5.0", null, Advice.RETRY_LATER, MailRows.STARTTLS_VIOLATION),
          new ReplyRow(
              GREETING,
              421,
              "4.7.0",
              "not in whitelist",
              Advice.FIX_CONFIGURATION,
              MailRows.ADDRESS_NOT_ALLOWED),
          new ReplyRow(
              GREETING, 421, "4.7.0", "unusual rate", Advice.RETRY_LATER, MailRows.UNUSUAL_RATE),
          new ReplyRow(STARTTLS, 421, null, null, Advice.RETRY_LATER, MailRows.GREETING_BUSY),
          new ReplyRow(STARTTLS, 4, null, null, Advice.RETRY_LATER, MailRows.STARTTLS_REFUSED),
          new ReplyRow(
              STARTTLS, 5, null, null, Advice.FIX_CONFIGURATION, MailRows.STARTTLS_REFUSED),
          new ReplyRow(
              EHLO, 530, null, "USER and PASS", Advice.FIX_CONFIGURATION, ConnectRows.NOT_SMTP),
          new ReplyRow(EHLO, 450, null, "helo ", Advice.FIX_CONFIGURATION, MailRows.EHLO_NAME),
          new ReplyRow(EHLO, 5, null, "helo ", Advice.FIX_CONFIGURATION, MailRows.EHLO_NAME),
          new ReplyRow(GREETING, 4, null, null, Advice.RETRY_LATER, MailRows.GREETING_BUSY),
          new ReplyRow(
              GREETING, 5, null, null, Advice.FIX_CONFIGURATION, MailRows.GREETING_BLOCKED),
          new ReplyRow(
              ANY, 530, "5.7.57", null, Advice.FIX_CONFIGURATION, MailRows.ANONYMOUS_REFUSED),
          new ReplyRow(
              ANY, 530, null, "STARTTLS", Advice.FIX_CONFIGURATION, MailRows.STARTTLS_WANTED),
          new ReplyRow(ANY, 530, null, null, Advice.FIX_CONFIGURATION, MailRows.LOGIN_WANTED),
          new ReplyRow(ANY, 550, "5.7.60", null, Advice.FIX_CONFIGURATION, MailRows.SEND_AS),
          new ReplyRow(
              ANY, 554, "5.2.0", "SendAsDenied", Advice.FIX_CONFIGURATION, MailRows.SEND_AS),
          new ReplyRow(ANY, 554, "5.2.252", null, Advice.FIX_CONFIGURATION, MailRows.SEND_AS),
          new ReplyRow(
              ANY,
              553,
              null,
              "Sender address rejected: not owned by user",
              Advice.FIX_CONFIGURATION,
              MailRows.SENDER_OF_ANOTHER),
          new ReplyRow(
              ANY,
              553,
              null,
              "Sender address rejected: not logged in",
              Advice.FIX_CONFIGURATION,
              MailRows.LOGIN_WANTED),
          new ReplyRow(
              ANY,
              554,
              null,
              "is not verified",
              Advice.FIX_CONFIGURATION,
              MailRows.SENDER_UNVERIFIED),
          new ReplyRow(
              SENDER,
              5,
              null,
              "not verified",
              Advice.FIX_CONFIGURATION,
              MailRows.SENDER_UNVERIFIED),
          new ReplyRow(
              SENDER,
              5,
              null,
              "relaying disallowed as",
              Advice.FIX_CONFIGURATION,
              MailRows.SENDER_OF_ANOTHER),
          new ReplyRow(
              SENDER, 5, null, "not allowed", Advice.FIX_CONFIGURATION, MailRows.SENDER_OF_ANOTHER),
          new ReplyRow(
              SENDER, 5, null, "not authori", Advice.FIX_CONFIGURATION, MailRows.SENDER_OF_ANOTHER),
          new ReplyRow(
              SENDER,
              5,
              null,
              "not one of your",
              Advice.FIX_CONFIGURATION,
              MailRows.SENDER_OF_ANOTHER),
          new ReplyRow(
              SENDER, 5, null, "same as", Advice.FIX_CONFIGURATION, MailRows.SENDER_OF_ANOTHER),
          new ReplyRow(
              SENDER,
              5,
              null,
              "domain not found",
              Advice.FIX_CONFIGURATION,
              MailRows.SENDER_DOMAIN_UNKNOWN),
          new ReplyRow(
              SENDER,
              5,
              null,
              "domain does not exist",
              Advice.FIX_CONFIGURATION,
              MailRows.SENDER_DOMAIN_UNKNOWN),
          new ReplyRow(
              SENDER,
              4,
              null,
              "domain not found",
              Advice.RETRY_LATER,
              MailRows.SENDER_DOMAIN_UNKNOWN),
          new ReplyRow(
              ANY,
              554,
              "5.2.0",
              "SubmissionQuotaExceeded",
              Advice.RETRY_LATER,
              MailRows.RECIPIENT_QUOTA),
          new ReplyRow(ANY, 550, "5.1.90", null, Advice.RETRY_LATER, MailRows.RECIPIENT_QUOTA),
          new ReplyRow(ANY, 550, "5.4.5", null, Advice.RETRY_LATER, MailRows.SENDING_QUOTA),
          new ReplyRow(
              ANY,
              550,
              "5.7.1",
              "Daily SMTP relay limit exceeded",
              Advice.RETRY_LATER,
              MailRows.RELAY_QUOTA),
          new ReplyRow(
              ANY, 450, "4.2.1", "Peak SMTP relay limit", Advice.RETRY_LATER, MailRows.RELAY_PEAK),
          new ReplyRow(ANY, 554, "5.2.2", null, Advice.FIX_CONFIGURATION, MailRows.MAILBOX_FULL),
          new ReplyRow(
              ANY,
              554,
              null,
              "ShutoffQuotaExceeded",
              Advice.FIX_CONFIGURATION,
              MailRows.MAILBOX_FULL),
          new ReplyRow(ANY, 550, "5.1.8", null, Advice.FIX_CONFIGURATION, MailRows.SPAM_BLOCKED),
          new ReplyRow(
              ANY, 550, "5.7.705", null, Advice.FIX_CONFIGURATION, MailRows.TENANT_THRESHOLD),
          new ReplyRow(
              ANY, 550, "5.7.708", null, Advice.FIX_CONFIGURATION, MailRows.TENANT_NETWORK),
          new ReplyRow(ANY, 451, null, "Access denied", Advice.RETRY_LATER, MailRows.SUSPICIOUS),
          new ReplyRow(ANY, 550, "5.6.11", null, Advice.FIX_MESSAGE, MailRows.BARE_LINE_FEEDS),
          new ReplyRow(ANY, 5, "5.7.512", null, Advice.FIX_MESSAGE, MailRows.FROM_MALFORMED),
          new ReplyRow(
              ANY, 5, "5.7.62", null, Advice.FIX_CONFIGURATION, MailRows.HVE_ENVELOPE_SENDER),
          new ReplyRow(ANY, 5, "5.6.241", null, Advice.FIX_MESSAGE, MailRows.HVE_FROM),
          new ReplyRow(ANY, 5, "5.2.240", null, Advice.FIX_CONFIGURATION, MailRows.HVE_IDENTITY),
          new ReplyRow(
              ANY, 5, null, "permissions to send as", Advice.FIX_CONFIGURATION, MailRows.SEND_AS),
          new ReplyRow(ANY, 550, "5.7.54", null, Advice.FIX_CONFIGURATION, MailRows.RELAY_DENIED),
          new ReplyRow(
              ANY,
              550,
              "5.7.1",
              "Unable to relay",
              Advice.FIX_CONFIGURATION,
              MailRows.RELAY_DENIED),
          new ReplyRow(
              ANY,
              554,
              null,
              "Relay access denied",
              Advice.FIX_CONFIGURATION,
              MailRows.RELAY_DENIED),
          // Postfix' default: its administrator gets time to mend it, and it is no passing state.
          new ReplyRow(
              ANY,
              454,
              null,
              "Relay access denied",
              Advice.FIX_CONFIGURATION,
              MailRows.RELAY_DENIED),
          new ReplyRow(
              ANY, 421, "4.4.2", "submission rate", Advice.RETRY_LATER, MailRows.MESSAGE_RATE),
          new ReplyRow(
              ANY,
              452,
              "4.3.1",
              "Insufficient system resources",
              Advice.RETRY_LATER,
              MailRows.BACK_PRESSURE),
          new ReplyRow(
              ANY,
              421,
              "4.3.2",
              "Service not active",
              Advice.RETRY_OTHER_CONNECTION,
              MailRows.SERVICE_NOT_ACTIVE),
          new ReplyRow(ANY, 432, null, null, Advice.RETRY_LATER, MailRows.TOO_MANY_AT_ONCE),
          new ReplyRow(ANY, 430, "4.2.0", "STOREDRV", Advice.RETRY_LATER, MailRows.MAILBOX_BUSY),
          new ReplyRow(
              ANY, 454, null, "Throttling failure", Advice.RETRY_LATER, MailRows.SES_THROTTLING),
          new ReplyRow(
              ANY,
              421,
              "4.7.0",
              "not in whitelist",
              Advice.FIX_CONFIGURATION,
              MailRows.ADDRESS_NOT_ALLOWED),
          new ReplyRow(
              ANY, 421, "4.7.0", "unusual rate", Advice.RETRY_LATER, MailRows.UNUSUAL_RATE),
          new ReplyRow(ANY, 421, "4.7.0", "TLS", Advice.FIX_CONFIGURATION, MailRows.TLS_REQUIRED),
          new ReplyRow(
              ANY,
              451,
              "4.3.0",
              "Multiple destination domains",
              Advice.FIX_MESSAGE,
              MailRows.ONE_DOMAIN),
          new ReplyRow(ANY, 451, "4.4.2", null, Advice.RETRY_LATER, MailRows.SERVER_TIMEOUT),
          new ReplyRow(RECIPIENT, 552, null, null, Advice.RETRY_LATER, MailRows.RECIPIENT_FULL),
          new ReplyRow(RECIPIENT, 452, "4.2.2", null, Advice.RETRY_LATER, MailRows.RECIPIENT_FULL),
          new ReplyRow(RECIPIENT, 450, "4.2.1", null, Advice.RETRY_LATER, MailRows.RECIPIENT_BUSY),
          new ReplyRow(
              RECIPIENT, 452, "4.5.3", null, Advice.RETRY_LATER, MailRows.TOO_MANY_RECIPIENTS),
          new ReplyRow(ANY, 552, null, null, Advice.FIX_MESSAGE, MailRows.TOO_LARGE),
          new ReplyRow(ANY, 555, "5.5.2", null, Advice.FIX_MESSAGE, MailRows.SYNTAX),
          new ReplyRow(RECIPIENT, 5, null, null, Advice.FIX_MESSAGE, MailRows.RECIPIENT_REFUSED),
          new ReplyRow(ANY, 421, null, "ry again later", Advice.RETRY_LATER, MailRows.BUSY),
          new ReplyRow(ANY, 421, null, null, Advice.RETRY_OTHER_CONNECTION, MailRows.CLOSING),
          new ReplyRow(ANY, 4, null, null, Advice.RETRY_LATER, MailRows.LATER),
          new ReplyRow(ANY, 5, null, null, Advice.FIX_MESSAGE, MailRows.REFUSED));

  private MailReplies() {}
}

package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.LoginRows;
import dev.mailconnector.internal.diagnosis.MailRows;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which negative reply to a login means what. The first row that fits counts. */
final class LoginReplies {
  private static final Set<Stage> LOGIN = Set.of(Stage.AUTH);

  static final List<ReplyRow> ROWS =
      List.of(
          row(
              535,
              "5.7.139",
              "SmtpClientAuthentication is disabled for the Tenant",
              Advice.FIX_CONFIGURATION,
              LoginRows.SMTP_AUTH_DISABLED_TENANT),
          row(
              535,
              "5.7.139",
              "SmtpClientAuthentication is disabled for the Mailbox",
              Advice.FIX_CONFIGURATION,
              LoginRows.SMTP_AUTH_DISABLED_MAILBOX),
          row(
              535,
              "5.7.139",
              "basic authentication is disabled",
              Advice.FIX_CONFIGURATION,
              LoginRows.BASIC_AUTH_DISABLED),
          row(
              535,
              "5.7.139",
              "user credentials were incorrect",
              Advice.FIX_CONFIGURATION,
              LoginRows.MICROSOFT_CREDENTIALS_INCORRECT),
          row(
              535,
              "5.7.139",
              "security defaults policy",
              Advice.FIX_CONFIGURATION,
              LoginRows.SECURITY_DEFAULTS),
          row(
              535,
              "5.7.139",
              "organization configuration does not allow",
              Advice.FIX_CONFIGURATION,
              LoginRows.ORGANIZATION_DISALLOWS),
          row(
              535,
              "5.7.139",
              "federated STS service was unreachable",
              Advice.RETRY_LATER,
              LoginRows.FEDERATION_UNREACHABLE),
          row(
              535,
              "5.7.139",
              "federated STS URL does not support HTTPS",
              Advice.FIX_CONFIGURATION,
              LoginRows.FEDERATION_WITHOUT_HTTPS),
          row(535, "5.7.139", null, Advice.FIX_CONFIGURATION, LoginRows.CONDITIONAL_ACCESS),
          row(550, "5.7.30", null, Advice.FIX_CONFIGURATION, LoginRows.BASIC_AUTH_RETIRED),
          row(535, "5.7.142", null, Advice.RETRY_LATER, LoginRows.HVE_TOKEN_ABOUT_TO_EXPIRE),
          row(501, "5.5.127", null, Advice.RETRY_LATER, LoginRows.HVE_TOKEN_ABOUT_TO_EXPIRE),
          row(535, "5.7.143", null, Advice.RETRY_LATER, LoginRows.HVE_TOKEN_EXPIRED),
          row(501, null, "XOAUTH2", Advice.FIX_CONFIGURATION, LoginRows.XOAUTH2_MALFORMED),
          row(535, "5.7.144", null, Advice.FIX_CONFIGURATION, LoginRows.HVE_PERMISSION),
          row(550, "5.7.240", null, Advice.FIX_CONFIGURATION, LoginRows.HVE_APPLICATION),
          row(5, "5.2.240", null, Advice.FIX_CONFIGURATION, MailRows.HVE_IDENTITY),
          row(535, "5.7.3", null, Advice.FIX_CONFIGURATION, LoginRows.EXCHANGE_REFUSED),
          row(535, null, "BadCredentials", Advice.FIX_CONFIGURATION, LoginRows.GOOGLE_REFUSED),
          row(
              535,
              null,
              "Username and Password not accepted",
              Advice.FIX_CONFIGURATION,
              LoginRows.GOOGLE_REFUSED),
          row(534, "5.7.9", null, Advice.FIX_CONFIGURATION, LoginRows.STRONGER_LOGIN),
          row(534, "5.7.14", null, Advice.FIX_CONFIGURATION, LoginRows.GOOGLE_BROWSER),
          row(5, "5.7.13", null, Advice.FIX_CONFIGURATION, LoginRows.ACCOUNT_DISABLED),
          row(5, null, "account is disabled", Advice.FIX_CONFIGURATION, LoginRows.ACCOUNT_DISABLED),
          row(5, null, "account disabled", Advice.FIX_CONFIGURATION, LoginRows.ACCOUNT_DISABLED),
          row(5, null, "user disabled", Advice.FIX_CONFIGURATION, LoginRows.ACCOUNT_DISABLED),
          row(5, null, " suspended", Advice.FIX_CONFIGURATION, LoginRows.ACCOUNT_DISABLED),
          row(5, null, " locked", Advice.FIX_CONFIGURATION, LoginRows.ACCOUNT_LOCKED),
          row(535, null, "too many", Advice.FIX_CONFIGURATION, LoginRows.LOGINS_BLOCKED),
          row(5, null, " blocked", Advice.FIX_CONFIGURATION, LoginRows.LOGINS_BLOCKED),
          row(5, null, "application-specific", Advice.FIX_CONFIGURATION, LoginRows.STRONGER_LOGIN),
          row(5, null, "application password", Advice.FIX_CONFIGURATION, LoginRows.STRONGER_LOGIN),
          row(5, null, "app password", Advice.FIX_CONFIGURATION, LoginRows.STRONGER_LOGIN),
          row(432, "4.7.12", null, Advice.FIX_CONFIGURATION, LoginRows.PASSWORD_TRANSITION),
          row(432, "4.3.2", null, Advice.RETRY_LATER, LoginRows.TOO_MANY_CONNECTIONS),
          row(
              454,
              "4.7.0",
              "Too many login attempts",
              Advice.RETRY_LATER,
              LoginRows.TOO_MANY_LOGINS),
          row(530, null, null, Advice.FIX_CONFIGURATION, LoginRows.TLS_BEFORE_LOGIN),
          row(538, null, null, Advice.FIX_CONFIGURATION, LoginRows.TLS_BEFORE_MECHANISM),
          row(500, null, "too long", Advice.FIX_CONFIGURATION, LoginRows.LOGIN_TOO_LONG),
          row(502, null, null, Advice.FIX_CONFIGURATION, LoginRows.LOGIN_NOT_OFFERED),
          row(503, null, null, Advice.FIX_CONFIGURATION, LoginRows.LOGIN_NOT_OFFERED),
          row(504, null, null, Advice.FIX_CONFIGURATION, LoginRows.MECHANISM_UNKNOWN),
          row(421, null, null, Advice.RETRY_LATER, LoginRows.LOGIN_CLOSING),
          row(4, null, null, Advice.RETRY_LATER, LoginRows.LOGIN_UNAVAILABLE),
          row(5, null, null, Advice.FIX_CONFIGURATION, LoginRows.LOGIN_REFUSED));

  private LoginReplies() {}

  private static ReplyRow row(
      int code,
      @Nullable String enhanced,
      @Nullable String words,
      Advice advice,
      Diagnosis diagnosis) {
    return new ReplyRow(LOGIN, code, enhanced, words, advice, diagnosis);
  }
}

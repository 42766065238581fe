package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an OAuth error code of a token endpoint means and who must do what: one row per code. A row
 * of {@link MicrosoftErrors} or {@link GoogleErrors} wins over the row of the OAuth {@code error}
 * beside it.
 */
enum TokenErrorAdvice implements ErrorRow {
  INVALID_CLIENT(
      "invalid_client",
      true,
      "The issuer does not accept the client id with this proof.",
      "Whoever administers the client must check the id with the secret, and whether it is"
          + " wanted in the header or in the body; or with the certificate that is registered"
          + " for it.",
      Whom.CLIENT_REGISTRATION,
      "RFC 6749 section 5.2"),
  INVALID_GRANT(
      "invalid_grant",
      true,
      "The refresh token or assertion is no longer good: it has expired, was revoked (a"
          + " change of the password does that), was replaced and then used again (out of an old"
          + " copy of the token store, or by another program), or belongs to another client.",
      "The user must log in and consent again; for a service account check the key, the"
          + " user and the clock of this machine.",
      Whom.USER,
      "RFC 6749 section 5.2"),
  UNAUTHORIZED_CLIENT(
      "unauthorized_client",
      true,
      "The client may not do this.",
      "For a Google service account an administrator of the domain must add its client id"
          + " with the scope https://mail.google.com/ under Security, API controls, Domain-wide"
          + " delegation.",
      Whom.TENANT,
      "RFC 6749 section 5.2"),
  UNSUPPORTED_GRANT(
      "unsupported_grant_type",
      true,
      "The issuer does not offer this grant, or not to this client.",
      "Whoever administers the client must allow it.",
      Whom.CLIENT_REGISTRATION,
      "RFC 6749 section 5.2"),
  INVALID_SCOPE(
      "invalid_scope",
      true,
      "The issuer does not know the scope, or does not grant it to this client.",
      "Check scope.",
      Whom.OPERATOR,
      "RFC 6749 section 5.2"),
  INVALID_REQUEST(
      "invalid_request",
      true,
      "The issuer does not understand the request.",
      "Check the settings.",
      Whom.OPERATOR,
      "RFC 6749 section 5.2"),
  ACCESS_DENIED(
      "access_denied",
      true,
      "The user said no, or the issuer refuses.",
      "If the user did not, whoever administers the issuer must act.",
      Whom.USER,
      "RFC 6749 section 4.1.2.1"),
  AUTHORIZATION_DECLINED(
      "authorization_declined",
      true,
      "The user said no.",
      "Ask again if that was a mistake.",
      Whom.USER,
      "RFC 8628 section 3.5; it is Microsoft's access_denied"),
  EXPIRED_TOKEN(
      "expired_token",
      true,
      "Nobody consented in time, and the code has ended.",
      "Start again.",
      Whom.USER,
      "RFC 8628 section 3.5"),
  INTERACTION_REQUIRED(
      "interaction_required",
      true,
      "The issuer wants to ask the user something that a program cannot answer.",
      "The user must log in and consent again.",
      Whom.USER,
      "OpenID Connect Core 1.0 section 3.1.2.6"),
  CONSENT_REQUIRED(
      "consent_required",
      true,
      "Nobody has consented to what is asked for.",
      "The user or an administrator must consent.",
      Whom.USER,
      "OpenID Connect Core 1.0 section 3.1.2.6"),
  LOGIN_REQUIRED(
      "login_required",
      true,
      "The login of the user is over.",
      "The user must log in again.",
      Whom.USER,
      "OpenID Connect Core 1.0 section 3.1.2.6"),
  ADMIN_POLICY(
      "admin_policy_enforced",
      true,
      "An administrator of the Google Workspace domain restricts this scope or application",
      "and must allow it (Security, API controls).",
      Whom.TENANT,
      "developers.google.com/identity/protocols/oauth2"),
  DELETED_CLIENT(
      "deleted_client",
      true,
      "The OAuth client was deleted.",
      "Whoever administers the Google Cloud project must restore it or make a new one.",
      Whom.CLIENT_REGISTRATION,
      "developers.google.com/identity/protocols/oauth2"),
  DISABLED_CLIENT(
      "disabled_client",
      true,
      "The OAuth client is disabled.",
      "Whoever administers the Google Cloud project must act.",
      Whom.CLIENT_REGISTRATION,
      "developers.google.com/identity/protocols/oauth2"),
  ORGANISATION_INTERNAL(
      "org_internal",
      true,
      "The OAuth client serves only users of its own organisation.",
      "Use one of theirs.",
      Whom.CLIENT_REGISTRATION,
      "developers.google.com/identity/protocols/oauth2"),
  RATE_LIMITED(
      "rate_limit_exceeded",
      false,
      "The issuer asks to slow down.",
      "It is asked again later by itself. Use one connector for the whole process, which"
          + " keeps its tokens.",
      Whom.OPERATOR,
      "developers.google.com/identity/protocols/oauth2"),
  SLOW_DOWN(
      "slow_down",
      false,
      "The issuer asks to slow down.",
      "It is asked again later by itself.",
      Whom.OPERATOR,
      "RFC 8628 section 3.5"),
  SERVER_ERROR(
      "server_error",
      false,
      "The issuer reports a fault of its own.",
      "It is tried again by itself; if it stays, whoever runs the issuer must act.",
      Whom.PROVIDER,
      "RFC 6749 section 4.1.2.1"),
  INTERNAL_FAILURE(
      "internal_failure",
      false,
      "The issuer reports a fault of its own.",
      "It is tried again by itself; if it stays, whoever runs the issuer must act.",
      Whom.PROVIDER,
      "developers.google.com/identity/protocols/oauth2"),
  UNAVAILABLE(
      "temporarily_unavailable",
      false,
      "The issuer is overloaded or under maintenance.",
      "It is tried again by itself; if it stays, whoever runs the issuer must act.",
      Whom.PROVIDER,
      "RFC 6749 section 4.1.2.1");

  private static final Pattern AADSTS = Pattern.compile("AADSTS\\d{4,9}");
  private static final Map<String, TokenErrorAdvice> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(row -> row.code, row -> row));

  private final String code;
  private final boolean permanent;
  private final Diagnosis diagnosis;

  TokenErrorAdvice(
      String code, boolean permanent, String cause, String cure, Whom whom, String source) {
    this.code = code;
    this.permanent = permanent;
    this.diagnosis = new Diagnosis("oauth-" + code.replace('_', '-'), cause, cure, whom, source);
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public boolean permanent() {
    return permanent;
  }

  @Override
  public Consent consent() {
    return switch (this) {
      case INVALID_GRANT -> Consent.OF_USERS;
      case INTERACTION_REQUIRED, CONSENT_REQUIRED, LOGIN_REQUIRED -> Consent.ALWAYS;
      default -> Consent.NO;
    };
  }

  @Override
  public Diagnosis diagnosis() {
    return diagnosis;
  }

  /**
   * The row of an error answer, or null for a code that is in no row.
   *
   * @param error the OAuth {@code error}
   * @param description the {@code error_description}, where Microsoft puts its number
   */
  static @Nullable ErrorRow of(String error, @Nullable String description) {
    if (description != null) {
      Matcher number = AADSTS.matcher(description);
      if (number.find()) {
        ErrorRow row = MicrosoftErrors.ROWS.get(number.group());
        if (row != null) {
          return row;
        }
      }
    }
    ErrorRow google = GoogleErrors.of(error, description);
    return google == null ? BY_CODE.get(error) : google;
  }
}

package dev.mailconnector.auth.oauth2.internal.answer;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an error code of a token endpoint means and who must do what: one row per code. A row with
 * an {@code AADSTS} number wins over the row of the OAuth {@code error} beside it.
 */
public enum TokenErrorAdvice {
  // learn.microsoft.com/entra/identity-platform/reference-error-codes
  WRONG_SECRET(
      "AADSTS7000215",
      true,
      "The client secret is wrong. Whoever administers the app registration must check that the"
          + " secret's value was copied, not its id, and put it into the configuration."),
  EXPIRED_SECRET(
      "AADSTS7000222",
      true,
      "The client secret has expired. Whoever administers the app registration must create a new"
          + " one (Certificates & secrets) and put its value into the configuration."),
  SECRET_MISSING(
      "AADSTS7000218",
      true,
      "The application is confidential and wants a client secret: set client-secret."),
  UNKNOWN_APPLICATION(
      "AADSTS700016",
      true,
      "The tenant does not know this application. Check client-id (the application id, not the"
          + " object id) and tenant; a multi-tenant application needs the consent of an"
          + " administrator of the tenant first."),
  UNKNOWN_TENANT(
      "AADSTS90002",
      true,
      "There is no such tenant. Check tenant, and that the authority is the one of the tenant's"
          + " cloud (global, US government, China)."),
  INVALID_TENANT("AADSTS900023", true, "The tenant is neither a domain nor an id. Check tenant."),
  CONSENT(
      "AADSTS65001",
      true,
      "Nobody has consented. An administrator must grant the permission to the application"
          + " (API permissions, Grant admin consent)."),
  RESOURCE_DISABLED(
      "AADSTS500011",
      true,
      "The tenant does not know the resource of the scope. For mail the scope of an application"
          + " is https://outlook.office365.com/.default in the global cloud."),
  SCOPE_SUFFIX(
      "AADSTS1002012",
      true,
      "The scope of an application must end with /.default:"
          + " https://outlook.office365.com/.default in the global cloud."),
  SCOPE_UNKNOWN("AADSTS70011", true, "The scope does not exist. Check scope."),
  PARAMETER_MISSING(
      "AADSTS900144",
      true,
      "A parameter is missing; Microsoft wants the scope with every refresh token. Set scope."),
  INACTIVE_REFRESH_TOKEN(
      "AADSTS700082",
      true,
      "The refresh token was not used for 90 days and is dead. The user must log in and consent"
          + " again; keep-token: always prevents it."),
  EXPIRED_REFRESH_TOKEN(
      "AADSTS70008", true, "The refresh token is dead. The user must log in and consent again."),
  BAD_REFRESH_TOKEN(
      "AADSTS9002313",
      true,
      "The refresh token cannot be read. Check that it is complete, or let the user log in again."),
  REVOKED(
      "AADSTS50173",
      true,
      "The consent was revoked, mostly by a change of the password. The user must log in and"
          + " consent again."),
  SECOND_FACTOR(
      "AADSTS50076",
      true,
      "The tenant wants another factor. The user must log in and consent again, or an"
          + " administrator must exempt the login."),
  CONDITIONAL_ACCESS(
      "AADSTS53003",
      true,
      "A Conditional Access policy forbids the login. An administrator must change the policy; the"
          + " sign-in log of the tenant names it."),
  CONDITIONAL_ACCESS_WORKLOAD(
      "AADSTS53000",
      true,
      "The device is not compliant with a Conditional Access policy. An administrator must act."),
  USER_DISABLED(
      "AADSTS50057", true, "The user's account is disabled. An administrator must enable it."),
  PASSWORD_EXPIRED("AADSTS50055", true, "The user's password has expired. The user must renew it."),
  ACCOUNT_LOCKED("AADSTS50053", false, "The account is locked for a while after failed logins."),
  APPLICATION_DISABLED(
      "AADSTS7000112",
      true,
      "The application is disabled in the tenant. An administrator must enable it."),
  ASSERTION_INVALID(
      "AADSTS700027",
      true,
      "The certificate does not match one of the app registration. Whoever administers it must"
          + " upload the certificate that is configured here (Certificates & secrets,"
          + " Certificates)."),
  // learn.microsoft.com/entra/identity-platform/certificate-credentials, for the next four
  ASSERTION_TIME(
      "AADSTS700024",
      true,
      "The assertion is not valid at this time. Check the clock of this machine; for a federated"
          + " identity, that somebody keeps the assertion file fresh."),
  ASSERTION_AUDIENCE(
      "AADSTS700023",
      true,
      "The assertion is meant for another token endpoint. Check tenant and authority."),
  ASSERTION_CLIENT(
      "AADSTS700021", true, "The assertion is the one of another application. Check client-id."),
  ASSERTION_MALFORMED(
      "AADSTS50027",
      true,
      "The assertion cannot be read. For a federated identity check that client-assertion-file"
          + " holds the token and nothing else."),
  // learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
  FEDERATED_ISSUER("AADSTS700211", true, Federated.of("issuer")),
  FEDERATED_AUDIENCE("AADSTS700212", true, Federated.of("audience")),
  FEDERATED_SUBJECT("AADSTS700213", true, Federated.of("subject")),
  PUBLIC_CLIENT(
      "AADSTS700025",
      true,
      "The application is registered as a public client and takes neither secret nor certificate:"
          + " leave them out, or have it registered as a confidential one (Authentication, Allow"
          + " public client flows)."),
  TRANSIENT("AADSTS90033", false, "Microsoft reports a passing fault."),
  OVERLOADED("AADSTS90055", false, "Microsoft reports too many requests."),

  // RFC 6749 section 5.2; developers.google.com/identity/protocols/oauth2 for Google's use of them
  INVALID_CLIENT(
      "invalid_client",
      true,
      "The issuer does not accept the client id with this secret. Whoever administers the client"
          + " must check both, and whether the secret is wanted in the header or in the body."),
  INVALID_GRANT(
      "invalid_grant",
      true,
      "The refresh token or assertion is no longer good: it has expired, was revoked (a change of"
          + " the password does that), was replaced, or belongs to another client. The user must"
          + " log in and consent again; for a service account check the key, the user and the clock"
          + " of this machine."),
  UNAUTHORIZED_CLIENT(
      "unauthorized_client",
      true,
      "The client may not do this. For a Google service account an administrator of the domain"
          + " must add its client id with the scope https://mail.google.com/ under Security, API"
          + " controls, Domain-wide delegation."),
  UNSUPPORTED_GRANT(
      "unsupported_grant_type",
      true,
      "The issuer does not offer this grant, or not to this client. Whoever administers the client"
          + " must allow it."),
  INVALID_SCOPE(
      "invalid_scope",
      true,
      "The issuer does not know the scope, or does not grant it to this client. Check scope."),
  INVALID_REQUEST(
      "invalid_request", true, "The issuer does not understand the request. Check the settings."),
  ACCESS_DENIED("access_denied", true, "The issuer refuses. Whoever administers it must act."),
  INTERACTION_REQUIRED("interaction_required", true, "The user must log in and consent again."),
  CONSENT_REQUIRED("consent_required", true, "The user or an administrator must consent."),
  LOGIN_REQUIRED("login_required", true, "The user must log in again."),
  ADMIN_POLICY(
      "admin_policy_enforced",
      true,
      "An administrator of the Google Workspace domain restricts this scope or application and"
          + " must allow it (Security, API controls)."),
  DELETED_CLIENT(
      "deleted_client",
      true,
      "The OAuth client was deleted. Whoever administers the Google Cloud project must restore it"
          + " or make a new one."),
  DISABLED_CLIENT(
      "disabled_client",
      true,
      "The OAuth client is disabled. Whoever administers the Google Cloud project must act."),
  ORGANISATION_INTERNAL(
      "org_internal",
      true,
      "The OAuth client serves only users of its own organisation. Use one of theirs."),
  RATE_LIMITED("rate_limit_exceeded", false, "The issuer asks to slow down."),
  SLOW_DOWN("slow_down", false, "The issuer asks to slow down."),
  SERVER_ERROR("server_error", false, "The issuer reports a fault of its own."),
  INTERNAL_FAILURE("internal_failure", false, "The issuer reports a fault of its own."),
  UNAVAILABLE("temporarily_unavailable", false, "The issuer is overloaded or under maintenance.");

  private static final class Federated {
    static String of(String claim) {
      return "No federated credential of the application has the "
          + claim
          + " of this assertion. Whoever administers the app registration must compare them"
          + " (Certificates & secrets, Federated credentials).";
    }
  }

  private static final Pattern AADSTS = Pattern.compile("AADSTS\\d{4,9}");
  private static final Map<String, TokenErrorAdvice> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(row -> row.code, row -> row));

  private final String code;
  private final boolean permanent;
  private final String remedy;

  TokenErrorAdvice(String code, boolean permanent, String remedy) {
    this.code = code;
    this.permanent = permanent;
    this.remedy = remedy;
  }

  /** Whether it stays until a human acts. */
  public boolean permanent() {
    return permanent;
  }

  /** What it means and who must do what, in whole sentences. */
  public String remedy() {
    return remedy;
  }

  /**
   * The row of an error answer, or null for a code that is in no row.
   *
   * @param error the OAuth {@code error}
   * @param description the {@code error_description}, where Microsoft puts its number
   */
  static @Nullable TokenErrorAdvice of(String error, @Nullable String description) {
    if (description != null) {
      Matcher number = AADSTS.matcher(description);
      if (number.find()) {
        TokenErrorAdvice row = BY_CODE.get(number.group());
        if (row != null) {
          return row;
        }
      }
    }
    return BY_CODE.get(error);
  }
}

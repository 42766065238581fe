package dev.mailconnector.testkit.issuer;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Refusals of the Microsoft identity platform, with the codes and words it uses. Source:
 * learn.microsoft.com/entra/identity-platform/reference-error-codes.
 */
public enum EntraError {
  /** The client secret is wrong, or the secret's id was given in its place. */
  INVALID_SECRET(
      7000215,
      401,
      "invalid_client",
      "Invalid client secret provided. Ensure the secret being sent in the request is the client"
          + " secret value, not the client secret ID, for a secret added to app '%s'."),
  /** The client secret has ended. */
  EXPIRED_SECRET(
      7000222,
      401,
      "invalid_client",
      "The provided client secret keys for app '%s' are expired. Visit the Azure portal to create"
          + " new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate"
          + " credentials for added security: https://aka.ms/certCreds."),
  /** A confidential client sent neither secret nor assertion. */
  SECRET_MISSING(
      7000218,
      401,
      "invalid_client",
      "The request body must contain the following parameter: 'client_assertion' or"
          + " 'client_secret'."),
  /** A public client sent a secret or an assertion. */
  PUBLIC_CLIENT(
      700025,
      401,
      "invalid_client",
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
  /** The assertion is not signed with the key of a registered certificate. */
  ASSERTION_SIGNATURE(
      700027,
      401,
      "invalid_client",
      "The certificate with identifier used to sign the client assertion is not registered on"
          + " application. [Reason - The key was not found.]. Review the documentation at"
          + " https://docs.microsoft.com/en-us/graph/deployments. Alternatively, sign in to"
          + " https://portal.azure.com to see the configured keys of app Id '%s'."),
  /** The assertion is too old, too young or too long-lived. */
  ASSERTION_TIME(
      700024,
      401,
      "invalid_client",
      "Client assertion is not within its valid time range. Review the documentation at"
          + " https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."),
  /** The assertion is meant for another endpoint. */
  ASSERTION_AUDIENCE(
      700023,
      401,
      "invalid_client",
      "Client assertion audience claim does not match Realm issuer. Review the documentation at"
          + " https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."),
  /** The assertion names another application. */
  ASSERTION_CLIENT(
      700021,
      401,
      "invalid_client",
      "Client assertion application identifier doesn't match 'client_id' parameter. Review the"
          + " documentation at"
          + " https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."),
  /** The assertion is no JWT. */
  ASSERTION_MALFORMED(50027, 400, "invalid_request", "JWT token is invalid or malformed."),
  /** No federated credential of the application has this issuer. */
  FEDERATED_ISSUER(
      700211,
      401,
      "invalid_client",
      "No matching federated identity record found for presented assertion issuer. Check your"
          + " federated identity credential Subject, Audience and Issuer against the presented"
          + " assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"),
  /** No federated credential of the application has this audience. */
  FEDERATED_AUDIENCE(
      700212,
      401,
      "invalid_client",
      "No matching federated identity record found for presented assertion audience. Check your"
          + " federated identity credential Subject, Audience and Issuer against the presented"
          + " assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"),
  /** No federated credential of the application has this subject. */
  FEDERATED_SUBJECT(
      700213,
      401,
      "invalid_client",
      "No matching federated identity record found for presented assertion subject. Check your"
          + " federated identity credential Subject, Audience and Issuer against the presented"
          + " assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"),
  /** No such application in the tenant. */
  UNKNOWN_APPLICATION(
      700016,
      400,
      "unauthorized_client",
      "Application with identifier '%s' was not found in the directory 'Contoso'. This can happen"
          + " if the application has not been installed by the administrator of the tenant or"
          + " consented to by any user in the tenant. You may have sent your authentication request"
          + " to the wrong tenant."),
  /** No such tenant. */
  UNKNOWN_TENANT(
      90002,
      400,
      "invalid_request",
      "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing"
          + " into the correct cloud. Check with your subscription administrator, this may happen"
          + " if there are no active subscriptions for the tenant."),
  /** Nobody has consented. */
  CONSENT_REQUIRED(
      65001,
      400,
      "invalid_grant",
      "The user or administrator has not consented to use the application with ID '%s'. Send an"
          + " interactive authorization request for this user and resource."),
  /** The scope is not one for an application permission. */
  SCOPE_WITHOUT_DEFAULT(
      1002012,
      400,
      "invalid_scope",
      "The provided value for scope is not valid. Client credential flows must have a scope value"
          + " with /.default suffixed to the resource identifier (application ID URI)."),
  /** A parameter is missing. */
  SCOPE_MISSING(
      900144,
      400,
      "invalid_request",
      "The request body must contain the following parameter: 'scope'."),
  /** The grant is not known. */
  UNSUPPORTED_GRANT(
      70003, 400, "unsupported_grant_type", "The app requested an unsupported grant type."),
  /** The refresh token has ended. */
  EXPIRED_GRANT(
      70008,
      400,
      "invalid_grant",
      "The provided authorization code or refresh token has expired due to inactivity. Send a new"
          + " interactive authorization request for this user and resource."),
  /** The refresh token was not used for 90 days. */
  INACTIVE_REFRESH_TOKEN(
      700082,
      400,
      "invalid_grant",
      "The refresh token has expired due to inactivity. The token was issued on"
          + " 2026-05-01T08:00:00.0000000Z and was inactive for 90.00:00:00."),
  /** The grant was revoked, for example by a change of the password. */
  REVOKED_GRANT(
      50173,
      400,
      "invalid_grant",
      "The provided grant has expired due to it being revoked, a fresh auth token is needed. The"
          + " user might have changed or reset their password."),
  /** The refresh token is none. */
  MALFORMED_GRANT(
      9002313, 400, "invalid_grant", "Invalid request. Request is malformed or invalid."),
  /** Another sign-in step is wanted. */
  MFA_REQUIRED(
      50076,
      400,
      "interaction_required",
      "Due to a configuration change made by your administrator, or because you moved to a new"
          + " location, you must use multi-factor authentication to access '%s'."),
  /** Conditional Access said no. */
  BLOCKED_BY_CONDITIONAL_ACCESS(
      53003,
      400,
      "invalid_grant",
      "Access has been blocked by Conditional Access policies. The access policy does not allow"
          + " token issuance."),
  /** A passing fault of the service. */
  TRANSIENT(
      90033, 503, "temporarily_unavailable", "A transient error has occurred. Please try again.");

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final int code;
  private final int status;
  private final String error;
  private final String text;

  EntraError(int code, int status, String error, String text) {
    this.code = code;
    this.status = status;
    this.error = error;
    this.text = text;
  }

  /** The number behind {@code AADSTS}. */
  public int code() {
    return code;
  }

  Reply reply(String subject, Instant now) {
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    String time = TIMESTAMP.format(now);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", error);
    json.put(
        "error_description",
        "AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s"
            .formatted(code, text.formatted(subject), trace, correlation, time));
    json.put("error_codes", List.of(code));
    json.put("timestamp", time);
    json.put("trace_id", trace);
    json.put("correlation_id", correlation);
    json.put("error_uri", "https://login.microsoftonline.com/error?code=" + code);
    return new Reply(status, json);
  }
}

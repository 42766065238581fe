package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Locale;

/**
 * Refusals of Google's token endpoint, of its Security Token Service and of IAM, with the words
 * they use. Source: developers.google.com/identity/protocols/oauth2/service-account (error table),
 * google.aip.dev/193 (the form of IAM's errors, whose codes are in capitals) and the replies quoted
 * in public issue trackers.
 */
public enum GoogleError {
  /** The refresh token was revoked, or ended by age, disuse or a change of the password. */
  EXPIRED_OR_REVOKED(400, "invalid_grant", "Token has been expired or revoked."),
  /** The refresh token is none, or belongs to another client. */
  BAD_REQUEST(400, "invalid_grant", "Bad Request"),
  /** The user of the assertion's {@code sub} does not exist. */
  INVALID_USER(400, "invalid_grant", "Invalid email or User ID"),
  /** The service account does not exist. */
  ACCOUNT_NOT_FOUND(400, "invalid_grant", "Invalid grant: account not found"),
  /** The key was deleted, or another was used. */
  INVALID_SIGNATURE(400, "invalid_grant", "Invalid JWT Signature."),
  /** The clock of the client is wrong, or the assertion lives longer than an hour. */
  NOT_SHORT_LIVED(
      400,
      "invalid_grant",
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
          + " Check your iat and exp values in the JWT claim."),
  /** The assertion cannot be read. */
  INVALID_ASSERTION(400, "invalid_grant", "Invalid JWT: Failed to parse."),
  /** The user must prove herself anew: the session length of Google Cloud is over. */
  REAUTHENTICATION(400, "invalid_grant", "reauth related error (invalid_rapt)"),
  /** The token of the other identity provider is not one that the workload identity pool takes. */
  FOREIGN_TOKEN_REFUSED(
      400, "invalid_grant", "The audience in ID Token does not match the expected audience."),
  /** The workload identity pool does not let this identity in. */
  ATTRIBUTE_CONDITION(
      401, "unauthorized_client", "The given credential is rejected by the attribute condition."),
  /** The service account has no domain-wide delegation, or not for this scope. */
  NOT_DELEGATED(
      401,
      "unauthorized_client",
      "Client is unauthorized to retrieve access tokens using this method, or client not"
          + " authorized for any of the scopes requested."),
  /** The scope is no scope. */
  INVALID_SCOPE(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided."),
  /** No such client id. */
  CLIENT_NOT_FOUND(401, "invalid_client", "The OAuth client was not found."),
  /** The client secret is wrong. */
  WRONG_CLIENT_SECRET(401, "invalid_client", "The provided client secret is invalid."),
  /** An administrator restricts the app, or the service. */
  ADMIN_POLICY(
      400, "admin_policy_enforced", "The account's administrator does not allow this scope."),
  /** The grant is not known. */
  UNSUPPORTED_GRANT(400, "unsupported_grant_type", "Invalid grant_type: "),
  /** The caller may not sign for the service account, or there is no such account. */
  SIGNING_DENIED(
      403,
      "PERMISSION_DENIED",
      "Permission 'iam.serviceAccounts.signJwt' denied on resource (or it may not exist)."),
  /** The federated identity may not act as the service account. */
  IMPERSONATION_DENIED(
      403,
      "PERMISSION_DENIED",
      "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist)."),
  /** The project has not switched the API on. */
  API_DISABLED(
      403,
      "PERMISSION_DENIED",
      "IAM Service Account Credentials API has not been used in project 1 before or it is"
          + " disabled."),
  /** The token of the caller is not good for IAM, as on a machine with narrow scopes. */
  NARROW_SCOPES(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes."),
  /** The token of the caller is none. */
  UNAUTHENTICATED(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
  /** The claims cannot be signed. */
  INVALID_ARGUMENT(400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
  /** Too many requests of the project. */
  QUOTA(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Generate requests'."),
  /** A passing fault of the service. */
  INTERNAL(500, "internal_failure", "Internal error encountered.");

  private final int status;
  private final String error;
  private final String description;

  GoogleError(int status, String error, String description) {
    this.status = status;
    this.error = error;
    this.description = description;
  }

  Reply reply() {
    return isApi()
        ? Reply.apiError(status, error, description)
        : Reply.error(status, error, description);
  }

  private boolean isApi() {
    return error.equals(error.toUpperCase(Locale.ROOT));
  }

  /** This refusal as a fault. */
  public IssuerFault.Answer fault() {
    return IssuerFault.json(status, JSONObjectUtils.toJSONString(reply().json()));
  }
}

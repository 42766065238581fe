package dev.mailconnector.testkit.issuer;

/**
 * Refusals of Google's token endpoint, with the words it uses. Source:
 * developers.google.com/identity/protocols/oauth2/service-account (error table) and the replies
 * quoted in public issue trackers.
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
    return Reply.error(status, error, description);
  }

  /** This refusal as a fault. */
  public IssuerFault.Answer fault() {
    return IssuerFault.oauthError(status, error, description);
  }
}

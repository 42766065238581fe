package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.failure.Diagnosis;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of Google's errors means what for somebody who sends mail. Google has one {@code
 * invalid_grant} for many causes and tells them apart in the description: so a row is a code and
 * the words that must be in the description. A code in capitals is of IAM (google.aip.dev/193).
 * Google changes its words without notice; what is in no row here is still quoted word for word.
 */
final class GoogleErrors {

  /**
   * One row.
   *
   * @param words what the description contains, in any case; empty for every description
   */
  record Row(String code, String words, boolean permanent, Consent consent, Diagnosis diagnosis)
      implements ErrorRow {}

  static final List<Row> ROWS =
      List.of(
          consent("expired or revoked", GoogleRows.REFRESH_TOKEN_DEAD),
          consent("invalid_rapt", GoogleRows.SESSION_OVER),
          consent("Bad Request", GoogleRows.REFRESH_TOKEN_FOREIGN),
          row("invalid_client", "client was not found", GoogleRows.CLIENT_UNKNOWN),
          row("invalid_client", "client secret is invalid", GoogleRows.CLIENT_SECRET_WRONG),
          row("unauthorized_client", "Unauthorized client or scope", GoogleRows.DELEGATION_MISSING),
          row("unauthorized_client", "unauthorized to retrieve", GoogleRows.DELEGATION_MISSING),
          row("access_denied", "client not authorized", GoogleRows.DELEGATION_MISSING),
          row("invalid_grant", "Not a valid email", GoogleRows.SUBJECT_UNKNOWN),
          row("invalid_grant", "Invalid email or User ID", GoogleRows.SUBJECT_UNKNOWN),
          row("invalid_grant", "account not found", GoogleRows.SERVICE_ACCOUNT_GONE),
          row("invalid_grant", "Invalid JWT Signature", GoogleRows.KEY_WRONG),
          row("invalid_grant", "short-lived token", GoogleRows.CLOCK_WRONG),
          row("invalid_grant", "No valid verifier", GoogleRows.KEY_GONE),
          row("invalid_grant", "Invalid JWT", GoogleRows.ASSERTION_REFUSED),
          row("invalid_scope", "Invalid OAuth scope", GoogleRows.SCOPE_UNKNOWN),
          row("unauthorized_client", "attribute condition", GoogleRows.FEDERATION_CONDITION),
          row(
              "invalid_grant",
              "does not match the expected audience",
              GoogleRows.FEDERATION_AUDIENCE),
          row("invalid_grant", "issuer in ID Token", GoogleRows.FEDERATION_ISSUER),
          row("invalid_grant", "stale to sign-in", GoogleRows.FEDERATION_STALE),
          row("invalid_target", "", GoogleRows.FEDERATION_TARGET),
          row("PERMISSION_DENIED", "iam.serviceAccounts.signJwt", GoogleRows.SIGN_DENIED),
          row("PERMISSION_DENIED", "iam.serviceAccounts.getAccessToken", GoogleRows.TOKEN_DENIED),
          row("PERMISSION_DENIED", "has not been used in project", GoogleRows.API_DISABLED),
          row("PERMISSION_DENIED", "insufficient authentication scopes", GoogleRows.MACHINE_SCOPE),
          row("PERMISSION_DENIED", "", GoogleRows.PERMISSION_DENIED),
          row("NOT_FOUND", "", GoogleRows.IMPERSONATE_UNKNOWN),
          row("UNAUTHENTICATED", "", GoogleRows.CALLER_UNAUTHENTICATED),
          row("INVALID_ARGUMENT", "", GoogleRows.INVALID_ARGUMENT),
          row("FAILED_PRECONDITION", "", GoogleRows.FAILED_PRECONDITION),
          passes("RESOURCE_EXHAUSTED", GoogleRows.QUOTA),
          passes("UNAVAILABLE", GoogleRows.FAULT),
          passes("DEADLINE_EXCEEDED", GoogleRows.FAULT),
          passes("ABORTED", GoogleRows.FAULT),
          passes("INTERNAL", GoogleRows.FAULT));

  private GoogleErrors() {}

  /** The first row for these, or null. */
  static @Nullable ErrorRow of(String error, @Nullable String description) {
    String said = description == null ? "" : description.toLowerCase(Locale.ROOT);
    return ROWS.stream()
        .filter(row -> row.code.equals(error))
        .filter(row -> said.contains(row.words.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  private static Row row(String code, String words, Diagnosis diagnosis) {
    return new Row(code, words, true, ErrorRow.Consent.NO, diagnosis);
  }

  private static Row consent(String words, Diagnosis diagnosis) {
    return new Row("invalid_grant", words, true, ErrorRow.Consent.OF_USERS, diagnosis);
  }

  private static Row passes(String code, Diagnosis diagnosis) {
    return new Row(code, "", false, ErrorRow.Consent.NO, diagnosis);
  }
}

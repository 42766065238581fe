package dev.mailconnector.auth.oauth2.internal.answer;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Google's errors mean for somebody who sends mail. Google has one {@code invalid_grant} for
 * many causes and tells them apart in the description: so a row is a code and the words that must
 * be in the description. A code in capitals is of IAM (google.aip.dev/193). Google changes its
 * words without notice; what is in no row here is still quoted word for word.
 */
final class GoogleErrors {

  /**
   * One row.
   *
   * @param words what the description contains, in any case; empty for every description
   * @param source where the words were seen
   */
  record Row(
      String code, String words, boolean permanent, Consent consent, String remedy, String source)
      implements ErrorRow {}

  private static final String SERVICE_ACCOUNT =
      "developers.google.com/identity/protocols/oauth2/service-account, JWT error codes";
  private static final String OAUTH = "developers.google.com/identity/protocols/oauth2";
  private static final String WEB_SERVER =
      "developers.google.com/identity/protocols/oauth2/web-server, errors";
  private static final String STS =
      "docs.cloud.google.com/iam/docs/troubleshooting-workload-identity-federation";
  private static final String IAM = "docs.cloud.google.com/iam/docs/permission-error-messages";
  private static final String SIGN =
      "docs.cloud.google.com/iam/docs/reference/credentials/rest, signJwt";
  private static final String API = "google.aip.dev/193, google.rpc.Code";
  private static final String TRACKERS = "replies quoted in public issue trackers";

  private static final String DELEGATION =
      "The service account may not act for this domain with this scope. An administrator of the"
          + " Google Workspace domain must add the account's numeric client id (not its e-mail"
          + " address) with the scope https://mail.google.com/ under Security, API controls,"
          + " Domain-wide delegation (admin.google.com); it takes effect within a day.";
  private static final String SUBJECT =
      "Google Workspace has no such user to act for. Check user and subject: the user's primary"
          + " address in a domain that delegated to the service account, no group, alias or"
          + " suspended user.";
  private static final String PROJECT = "Whoever administers the Google Cloud project must ";
  private static final String PROVIDER =
      PROJECT
          + "compare the other identity provider's token with the provider of the workload"
          + " identity pool (IAM, Workload Identity Federation): ";

  private static final List<Row> CONSENT =
      List.of(
          consent(
              "expired or revoked",
              "The refresh token is dead. Google ends it after seven days while the consent screen"
                  + " is in testing (Google Auth Platform, Audience, Publish app), after six months"
                  + " without use, when the user's password changes, when the user revokes it, and"
                  + " when a hundred newer ones exist. The user must log in and consent again.",
              OAUTH),
          consent(
              "invalid_rapt",
              "An administrator has limited the length of sessions, and this one is over. The user"
                  + " must log in and consent again; to end this for good an administrator must"
                  + " exempt the application (admin.google.com, Security, Google Cloud session"
                  + " control).",
              WEB_SERVER),
          consent(
              "Bad Request",
              "This is no refresh token of this client. Check that it was copied whole and belongs"
                  + " to client-id; else the user must log in and consent again.",
              TRACKERS),
          row(
              "invalid_client",
              "client was not found",
              "Google does not know client-id. Copy it whole (Google Auth Platform, Clients): it"
                  + " ends with .apps.googleusercontent.com.",
              WEB_SERVER),
          row(
              "invalid_client",
              "client secret is invalid",
              "The client-secret is not that of client-id. Whoever administers the client must look"
                  + " it up or make a new one (Google Auth Platform, Clients).",
              TRACKERS),
          row("unauthorized_client", "Unauthorized client or scope", DELEGATION, SERVICE_ACCOUNT));

  private static final List<Row> ACCOUNT =
      List.of(
          row("unauthorized_client", "unauthorized to retrieve", DELEGATION, SERVICE_ACCOUNT),
          row("access_denied", "client not authorized", DELEGATION, SERVICE_ACCOUNT),
          row("invalid_grant", "Not a valid email", SUBJECT, SERVICE_ACCOUNT),
          row("invalid_grant", "Invalid email or User ID", SUBJECT, TRACKERS),
          row(
              "invalid_grant",
              "account not found",
              "The service account does not exist any more. Whoever administers the Google Cloud"
                  + " project must restore it or make a new one with a new key.",
              TRACKERS),
          row(
              "invalid_grant",
              "Invalid JWT Signature",
              "The key is not one of the service account: it was deleted, disabled or replaced."
                  + " Download a new JSON key (Google Cloud console, IAM, Service accounts, Keys).",
              SERVICE_ACCOUNT),
          row(
              "invalid_grant",
              "short-lived token",
              "The clock of this machine is wrong by minutes. Set it by NTP.",
              SERVICE_ACCOUNT),
          row(
              "invalid_grant",
              "No valid verifier",
              "Google has no key of this issuer: the service account or its keys were deleted."
                  + " Download a new JSON key (Google Cloud console, IAM, Service accounts, Keys).",
              TRACKERS),
          row(
              "invalid_grant",
              "Invalid JWT",
              "Google does not take the assertion. Check that the key file is as Google made it.",
              TRACKERS),
          row(
              "invalid_scope",
              "Invalid OAuth scope",
              "Google does not know the scope that was asked for. For mail it is"
                  + " https://mail.google.com/ and no other.",
              SERVICE_ACCOUNT));

  private static final List<Row> FEDERATION =
      List.of(
          row(
              "unauthorized_client",
              "attribute condition",
              PROVIDER + "its attribute condition lets this identity not in.",
              STS),
          row(
              "invalid_grant",
              "does not match the expected audience",
              PROVIDER + "the audience of the token is none of the allowed ones.",
              STS),
          row(
              "invalid_grant",
              "issuer in ID Token",
              PROVIDER + "the issuer of the token is not the provider's.",
              STS),
          row(
              "invalid_grant",
              "stale to sign-in",
              "The token of the other identity provider has expired: nobody keeps it fresh.",
              STS),
          row(
              "invalid_target",
              "",
              PROJECT
                  + "check audience in the credential file: the provider of the workload"
                  + " identity pool does not exist or is disabled.",
              STS));

  private static final List<Row> SIGNING =
      List.of(
          row(
              "PERMISSION_DENIED",
              "iam.serviceAccounts.signJwt",
              PROJECT
                  + "grant the caller the role Service Account Token Creator"
                  + " (roles/iam.serviceAccountTokenCreator) on the service account that"
                  + " auth.impersonate names, a service account that impersonates itself too; check"
                  + " that name also.",
              IAM),
          row(
              "PERMISSION_DENIED",
              "iam.serviceAccounts.getAccessToken",
              PROJECT
                  + "grant the federated identity the role Workload Identity User"
                  + " (roles/iam.workloadIdentityUser) on the service account of the credential"
                  + " file.",
              IAM),
          row(
              "PERMISSION_DENIED",
              "has not been used in project",
              PROJECT
                  + "enable the IAM Service Account Credentials API"
                  + " (iamcredentials.googleapis.com).",
              IAM),
          row(
              "PERMISSION_DENIED",
              "insufficient authentication scopes",
              PROJECT
                  + "give the machine the access scope cloud-platform: it may ask for fewer"
                  + " things than its service account may do.",
              IAM),
          row(
              "PERMISSION_DENIED",
              "",
              PROJECT + "look this refusal up: the caller may not do this.",
              IAM),
          row("NOT_FOUND", "", "There is no such service account. Check auth.impersonate.", SIGN),
          row(
              "UNAUTHENTICATED",
              "",
              "Google does not take the caller's token: it was revoked, or its service account"
                  + " deleted or disabled. "
                  + PROJECT
                  + "look at the caller.",
              API),
          row(
              "INVALID_ARGUMENT",
              "",
              "Google does not understand the request. Check auth.impersonate and user.",
              API),
          row(
              "FAILED_PRECONDITION",
              "",
              "The state of the service account, or a policy of the organisation, forbids it. "
                  + PROJECT
                  + "look at both.",
              API),
          passes("RESOURCE_EXHAUSTED", "The quota of the Google Cloud project is used up for now."),
          passes("UNAVAILABLE", "Google reports a passing fault."),
          passes("DEADLINE_EXCEEDED", "Google reports a passing fault."),
          passes("ABORTED", "Google reports a passing fault."),
          passes("INTERNAL", "Google reports a passing fault."));

  static final List<Row> ROWS =
      Stream.of(CONSENT, ACCOUNT, FEDERATION, SIGNING).flatMap(List::stream).toList();

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

  private static Row row(String code, String words, String remedy, String source) {
    return new Row(code, words, true, ErrorRow.Consent.NO, remedy, source);
  }

  private static Row consent(String words, String remedy, String source) {
    return new Row("invalid_grant", words, true, ErrorRow.Consent.OF_USERS, remedy, source);
  }

  private static Row passes(String code, String remedy) {
    return new Row(code, "", false, ErrorRow.Consent.NO, remedy, API);
  }
}

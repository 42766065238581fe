package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** What Google's errors mean, as rows of the catalogue of diagnoses. */
final class GoogleRows {
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

  static final Diagnosis REFRESH_TOKEN_DEAD =
      new Diagnosis(
          "google-refresh-token-dead",
          "The refresh token is dead. Google ends it after seven days while the consent"
              + " screen is in testing (Google Auth Platform, Audience, Publish app), after six"
              + " months without use, when the user's password changes, when the user revokes"
              + " it, and when a hundred newer ones exist.",
          "The user must log in and consent again.",
          Whom.USER,
          OAUTH);

  static final Diagnosis SESSION_OVER =
      new Diagnosis(
          "google-session-over",
          "An administrator has limited the length of sessions, and this one is over.",
          "The user must log in and consent again; to end this for good an administrator"
              + " must exempt the application (admin.google.com, Security, Google Cloud session"
              + " control).",
          Whom.USER,
          WEB_SERVER);

  static final Diagnosis REFRESH_TOKEN_FOREIGN =
      new Diagnosis(
          "google-refresh-token-foreign",
          "This is no refresh token of this client.",
          "Check that it was copied whole and belongs to client-id; else the user must log"
              + " in and consent again.",
          Whom.OPERATOR,
          TRACKERS);

  static final Diagnosis CLIENT_UNKNOWN =
      new Diagnosis(
          "google-client-unknown",
          "Google does not know client-id.",
          "Copy it whole (Google Auth Platform, Clients): it ends with"
              + " .apps.googleusercontent.com.",
          Whom.OPERATOR,
          WEB_SERVER);

  static final Diagnosis CLIENT_SECRET_WRONG =
      new Diagnosis(
          "google-client-secret-wrong",
          "The client-secret is not that of client-id.",
          "Whoever administers the client must look it up or make a new one (Google Auth"
              + " Platform, Clients).",
          Whom.CLIENT_REGISTRATION,
          TRACKERS);

  static final Diagnosis DELEGATION_MISSING =
      new Diagnosis(
          "google-delegation-missing",
          "The service account may not act for this domain with this scope.",
          "An administrator of the Google Workspace domain must add the account's numeric"
              + " client id (not its e-mail address) with the scope https://mail.google.com/"
              + " under Security, API controls, Domain-wide delegation (admin.google.com); it"
              + " takes effect within a day.",
          Whom.TENANT,
          SERVICE_ACCOUNT);

  static final Diagnosis SUBJECT_UNKNOWN =
      new Diagnosis(
          "google-subject-unknown",
          "Google Workspace has no such user to act for.",
          "Check user and subject: the user's primary address in a domain that delegated"
              + " to the service account, no group, alias or suspended user.",
          Whom.OPERATOR,
          SERVICE_ACCOUNT + "; " + TRACKERS);

  static final Diagnosis SERVICE_ACCOUNT_GONE =
      new Diagnosis(
          "google-service-account-gone",
          "The service account does not exist any more.",
          "Whoever administers the Google Cloud project must restore it or make a new one"
              + " with a new key.",
          Whom.CLIENT_REGISTRATION,
          TRACKERS);

  static final Diagnosis KEY_WRONG =
      new Diagnosis(
          "google-key-wrong",
          "The key is not one of the service account: it was deleted, disabled or replaced.",
          "Download a new JSON key (Google Cloud console, IAM, Service accounts, Keys).",
          Whom.CLIENT_REGISTRATION,
          SERVICE_ACCOUNT);

  static final Diagnosis CLOCK_WRONG =
      new Diagnosis(
          "google-clock-wrong",
          "The clock of this machine is wrong by minutes.",
          "Set it by NTP.",
          Whom.OPERATOR,
          SERVICE_ACCOUNT);

  static final Diagnosis KEY_GONE =
      new Diagnosis(
          "google-key-gone",
          "Google has no key of this issuer: the service account or its keys were deleted.",
          "Download a new JSON key (Google Cloud console, IAM, Service accounts, Keys).",
          Whom.CLIENT_REGISTRATION,
          TRACKERS);

  static final Diagnosis ASSERTION_REFUSED =
      new Diagnosis(
          "google-assertion-refused",
          "Google does not take the assertion.",
          "Check that the key file is as Google made it.",
          Whom.OPERATOR,
          TRACKERS);

  static final Diagnosis SCOPE_UNKNOWN =
      new Diagnosis(
          "google-scope-unknown",
          "Google does not know the scope that was asked for.",
          "For mail it is https://mail.google.com/ and no other.",
          Whom.OPERATOR,
          SERVICE_ACCOUNT);

  static final Diagnosis FEDERATION_CONDITION =
      new Diagnosis(
          "google-federation-condition",
          "The workload identity pool does not let this identity in.",
          "Whoever administers the Google Cloud project must compare the other identity"
              + " provider's token with the provider of the workload identity pool (IAM,"
              + " Workload Identity Federation): its attribute condition lets this identity not"
              + " in.",
          Whom.CLIENT_REGISTRATION,
          STS);

  static final Diagnosis FEDERATION_AUDIENCE =
      new Diagnosis(
          "google-federation-audience",
          "The other identity provider's token is meant for another audience.",
          "Whoever administers the Google Cloud project must compare the other identity"
              + " provider's token with the provider of the workload identity pool (IAM,"
              + " Workload Identity Federation): the audience of the token is none of the"
              + " allowed ones.",
          Whom.CLIENT_REGISTRATION,
          STS);

  static final Diagnosis FEDERATION_ISSUER =
      new Diagnosis(
          "google-federation-issuer",
          "The other identity provider's token comes from another issuer.",
          "Whoever administers the Google Cloud project must compare the other identity"
              + " provider's token with the provider of the workload identity pool (IAM,"
              + " Workload Identity Federation): the issuer of the token is not the provider's.",
          Whom.CLIENT_REGISTRATION,
          STS);

  static final Diagnosis FEDERATION_STALE =
      new Diagnosis(
          "google-federation-stale",
          "The token of the other identity provider has expired: nobody keeps it fresh.",
          "Whoever runs this machine must see to it that the file or URL of"
              + " credential_source gives a fresh one.",
          Whom.OPERATOR,
          STS);

  static final Diagnosis FEDERATION_TARGET =
      new Diagnosis(
          "google-federation-target",
          "The provider of the workload identity pool does not exist or is disabled.",
          "Whoever administers the Google Cloud project must check audience in the"
              + " credential file: the provider of the workload identity pool does not exist or"
              + " is disabled.",
          Whom.CLIENT_REGISTRATION,
          STS);

  static final Diagnosis SIGN_DENIED =
      new Diagnosis(
          "google-sign-denied",
          "The caller may not sign for the service account.",
          "Whoever administers the Google Cloud project must grant the caller the role"
              + " Service Account Token Creator (roles/iam.serviceAccountTokenCreator) on the"
              + " service account that auth.impersonate names, a service account that"
              + " impersonates itself too; check that name also.",
          Whom.CLIENT_REGISTRATION,
          IAM);

  static final Diagnosis TOKEN_DENIED =
      new Diagnosis(
          "google-token-denied",
          "The federated identity may not act as the service account.",
          "Whoever administers the Google Cloud project must grant the federated identity"
              + " the role Workload Identity User (roles/iam.workloadIdentityUser) on the"
              + " service account of the credential file.",
          Whom.CLIENT_REGISTRATION,
          IAM);

  static final Diagnosis API_DISABLED =
      new Diagnosis(
          "google-api-disabled",
          "The API that signs is not enabled in the project.",
          "Whoever administers the Google Cloud project must enable the IAM Service"
              + " Account Credentials API (iamcredentials.googleapis.com).",
          Whom.CLIENT_REGISTRATION,
          IAM);

  static final Diagnosis MACHINE_SCOPE =
      new Diagnosis(
          "google-machine-scope",
          "The machine may ask for fewer things than its service account may do.",
          "Whoever administers the Google Cloud project must give the machine the access"
              + " scope cloud-platform: it may ask for fewer things than its service account may"
              + " do.",
          Whom.CLIENT_REGISTRATION,
          IAM);

  static final Diagnosis PERMISSION_DENIED =
      new Diagnosis(
          "google-permission-denied",
          "The caller may not do this.",
          "Whoever administers the Google Cloud project must look this refusal up: the"
              + " caller may not do this.",
          Whom.CLIENT_REGISTRATION,
          IAM);

  static final Diagnosis IMPERSONATE_UNKNOWN =
      new Diagnosis(
          "google-impersonate-unknown",
          "There is no such service account.",
          "Check auth.impersonate.",
          Whom.OPERATOR,
          SIGN);

  static final Diagnosis CALLER_UNAUTHENTICATED =
      new Diagnosis(
          "google-caller-unauthenticated",
          "Google does not take the caller's token: it was revoked, or its service account"
              + " deleted or disabled.",
          "Whoever administers the Google Cloud project must look at the caller.",
          Whom.CLIENT_REGISTRATION,
          API);

  static final Diagnosis INVALID_ARGUMENT =
      new Diagnosis(
          "google-invalid-argument",
          "Google does not understand the request.",
          "Check auth.impersonate and user.",
          Whom.OPERATOR,
          API);

  static final Diagnosis FAILED_PRECONDITION =
      new Diagnosis(
          "google-failed-precondition",
          "The state of the service account, or a policy of the organisation, forbids it.",
          "Whoever administers the Google Cloud project must look at both.",
          Whom.CLIENT_REGISTRATION,
          API);

  static final Diagnosis QUOTA =
      new Diagnosis(
          "google-quota",
          "The quota of the Google Cloud project is used up for now.",
          "It is tried again by itself; whoever administers the Google Cloud project must"
              + " raise the quota if it stays.",
          Whom.CLIENT_REGISTRATION,
          API);

  static final Diagnosis FAULT =
      new Diagnosis(
          "google-fault",
          "Google reports a passing fault.",
          "It is tried again by itself; if it stays, look at" + " https://status.cloud.google.com.",
          Whom.PROVIDER,
          API);

  /** All of them. */
  static final List<Diagnosis> ALL =
      List.of(
          REFRESH_TOKEN_DEAD,
          SESSION_OVER,
          REFRESH_TOKEN_FOREIGN,
          CLIENT_UNKNOWN,
          CLIENT_SECRET_WRONG,
          DELEGATION_MISSING,
          SUBJECT_UNKNOWN,
          SERVICE_ACCOUNT_GONE,
          KEY_WRONG,
          CLOCK_WRONG,
          KEY_GONE,
          ASSERTION_REFUSED,
          SCOPE_UNKNOWN,
          FEDERATION_CONDITION,
          FEDERATION_AUDIENCE,
          FEDERATION_ISSUER,
          FEDERATION_STALE,
          FEDERATION_TARGET,
          SIGN_DENIED,
          TOKEN_DENIED,
          API_DISABLED,
          MACHINE_SCOPE,
          PERMISSION_DENIED,
          IMPERSONATE_UNKNOWN,
          CALLER_UNAUTHENTICATED,
          INVALID_ARGUMENT,
          FAILED_PRECONDITION,
          QUOTA,
          FAULT);

  private GoogleRows() {}
}

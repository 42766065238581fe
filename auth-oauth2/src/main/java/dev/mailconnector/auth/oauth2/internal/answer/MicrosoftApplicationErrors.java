package dev.mailconnector.auth.oauth2.internal.answer;

import static dev.mailconnector.auth.oauth2.internal.answer.MicrosoftError.consent;
import static dev.mailconnector.auth.oauth2.internal.answer.MicrosoftError.stays;
import static dev.mailconnector.auth.oauth2.internal.answer.MicrosoftError.told;

import dev.mailconnector.auth.oauth2.internal.answer.MicrosoftError.Told;
import dev.mailconnector.failure.Whom;
import java.util.List;
import java.util.stream.Stream;

/** What Microsoft says of applications, their proofs, tenants and scopes. */
final class MicrosoftApplicationErrors {
  private static final Told UNKNOWN_APPLICATION =
      told(
          "The tenant does not know this application.",
          "Check client-id (the application id, not the object id) and tenant; a"
              + " multi-tenant application needs the consent of an administrator of the tenant"
              + " first.",
          Whom.OPERATOR);

  private static final Told DISABLED =
      told(
          "The application is disabled in the tenant.",
          "An administrator must enable it (entra.microsoft.com, Enterprise applications,"
              + " Properties, Enabled for users to sign in).",
          Whom.TENANT);

  private static final Told WRONG_CLOUD =
      told(
          "The tenant belongs to another cloud.",
          "Check authority: https://login.microsoftonline.com (global),"
              + " https://login.microsoftonline.us (US government),"
              + " https://login.partner.microsoftonline.cn (China).",
          Whom.OPERATOR);

  private static final Told WRONG_KIND =
      told(
          "Applications and personal accounts do not go together this way.",
          "Check tenant: the tenant's own id or domain for its mailboxes, consumers for"
              + " personal accounts.",
          Whom.OPERATOR);

  private static final Told RESTRICTED =
      told(
          "A tenant restriction forbids it: a proxy on the way, or the tenant's own"
              + " policy, lets only some tenants pass.",
          "Whoever runs them must allow this tenant.",
          Whom.TENANT);

  private static final List<MicrosoftError> APPLICATION =
      List.of(
          stays(
              7000215,
              told(
                  "The client secret is wrong.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must check that the secret's value was copied, not its"
                      + " id, and put it into the configuration.",
                  Whom.CLIENT_REGISTRATION)),
          stays(
              7000222,
              told(
                  "The client secret has expired.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must create a new one (Certificates & secrets) and put"
                      + " its value into the configuration.",
                  Whom.CLIENT_REGISTRATION)),
          stays(
              7000218,
              told(
                  "The application is confidential and wants a client secret, a"
                      + " certificate or a federated assertion:",
                  "set client-secret, client-certificate or client-assertion-file.",
                  Whom.OPERATOR)),
          stays(70002, told("The client secret is wrong.", "Check client-secret.", Whom.OPERATOR)),
          stays(
              700025,
              told(
                  "The application is registered as a public client and takes neither"
                      + " secret nor certificate.",
                  "Leave them out, or have it registered as a confidential one (App"
                      + " registrations, Authentication, Allow public client flows).",
                  Whom.CLIENT_REGISTRATION)),
          stays(700016, UNKNOWN_APPLICATION),
          stays(700011, UNKNOWN_APPLICATION),
          stays(70001, UNKNOWN_APPLICATION),
          consent(
              7000229,
              told(
                  "The application has no service principal in this tenant.",
                  "An administrator must consent to it there once, which makes one.",
                  Whom.TENANT),
              "learn.microsoft.com/troubleshoot/entra/entra-id/app-integration"),
          stays(7000112, DISABLED),
          stays(1000031, DISABLED),
          stays(
              50105,
              told(
                  "The user is not assigned to the application.",
                  "An administrator must assign the user (entra.microsoft.com, Enterprise"
                      + " applications, Users and groups).",
                  Whom.TENANT)),
          stays(
              70003,
              told(
                  "The application may not use this grant.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must allow it.",
                  Whom.CLIENT_REGISTRATION)));

  private static final List<MicrosoftError> ASSERTION =
      List.of(
          stays(
              700027,
              told(
                  "The certificate is not one of the app registration, or the assertion"
                      + " was signed with another key.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must upload the certificate that is configured here"
                      + " (Certificates & secrets, Certificates).",
                  Whom.CLIENT_REGISTRATION)),
          stays(
              50012,
              told(
                  "The signature of the assertion is not accepted.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must compare the certificates (Certificates & secrets,"
                      + " Certificates).",
                  Whom.CLIENT_REGISTRATION)),
          stays(
              700030,
              told(
                  "The name in the certificate is not allowed.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must compare it with the allowed subject names.",
                  Whom.CLIENT_REGISTRATION)),
          stays(
              50013,
              told(
                  "The assertion is not valid.",
                  "Check certificate, client-id and clock.",
                  Whom.OPERATOR)),
          stays(
              700024,
              told(
                  "The assertion is not valid at this time.",
                  "Check the clock of this machine; for a federated identity, that"
                      + " somebody keeps the assertion file fresh.",
                  Whom.OPERATOR),
              "learn.microsoft.com/entra/identity-platform/certificate-credentials"),
          stays(
              700023,
              told(
                  "The assertion is meant for another token endpoint, or the scope names"
                      + " no resource.",
                  "Check tenant, authority and scope.",
                  Whom.OPERATOR),
              "learn.microsoft.com/entra/identity-platform/certificate-credentials"),
          stays(
              700021,
              told(
                  "The assertion is the one of another application.",
                  "Check client-id.",
                  Whom.OPERATOR),
              "learn.microsoft.com/entra/identity-platform/certificate-credentials"),
          stays(
              50027,
              told(
                  "The assertion cannot be read.",
                  "For a federated identity check that client-assertion-file holds the"
                      + " token and nothing else.",
                  Whom.OPERATOR),
              "learn.microsoft.com/entra/identity-platform/certificate-credentials"),
          stays(
              70021,
              told(
                  "No federated credential of the application has the issuer, subject and"
                      + " audience of this assertion.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must compare them (Certificates & secrets, Federated"
                      + " credentials).",
                  Whom.CLIENT_REGISTRATION),
              "learn.microsoft.com/entra/workload-id/workload-identity-federation"),
          stays(
              700211,
              told(
                  "No federated credential of the application has the issuer of this"
                      + " assertion.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must compare them (Certificates & secrets, Federated"
                      + " credentials).",
                  Whom.CLIENT_REGISTRATION),
              "learn.microsoft.com/entra/workload-id/workload-identity-federation"),
          stays(
              700212,
              told(
                  "No federated credential of the application has the audience of this"
                      + " assertion.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must compare them (Certificates & secrets, Federated"
                      + " credentials).",
                  Whom.CLIENT_REGISTRATION),
              "learn.microsoft.com/entra/workload-id/workload-identity-federation"),
          stays(
              700213,
              told(
                  "No federated credential of the application has the subject of this"
                      + " assertion.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must compare them (Certificates & secrets, Federated"
                      + " credentials).",
                  Whom.CLIENT_REGISTRATION),
              "learn.microsoft.com/entra/workload-id/workload-identity-federation"));

  private static final List<MicrosoftError> TENANT_AND_SCOPE =
      List.of(
          stays(
              90002,
              told(
                  "There is no such tenant.",
                  "Check tenant, and that the authority is the one of the tenant's cloud"
                      + " (global, US government, China).",
                  Whom.OPERATOR)),
          stays(
              900023,
              told("The tenant is neither a domain nor an id.", "Check tenant.", Whom.OPERATOR)),
          stays(50059, told("The request names no tenant.", "Check tenant.", Whom.OPERATOR)),
          stays(
              50128,
              told("The request names no tenant that exists.", "Check tenant.", Whom.OPERATOR)),
          stays(90038, WRONG_CLOUD),
          stays(900382, WRONG_CLOUD),
          stays(900432, WRONG_CLOUD),
          stays(50049, WRONG_CLOUD),
          stays(9001023, WRONG_KIND),
          stays(9002332, WRONG_KIND),
          stays(50194, WRONG_KIND),
          stays(500208, WRONG_KIND),
          stays(90124, WRONG_KIND),
          stays(90130, WRONG_KIND),
          stays(50002, RESTRICTED),
          stays(500021, RESTRICTED),
          stays(500022, RESTRICTED),
          stays(
              500011,
              told(
                  "The tenant does not know the resource of the scope; it may have no"
                      + " Exchange Online.",
                  "Check scope: for mail an application asks for"
                      + " https://outlook.office365.com/.default, a user for"
                      + " https://outlook.office.com/SMTP.Send offline_access, in the global"
                      + " cloud.",
                  Whom.OPERATOR)),
          stays(
              50001,
              told(
                  "The resource of the scope does not exist or is disabled.",
                  "Check scope: for mail an application asks for"
                      + " https://outlook.office365.com/.default, a user for"
                      + " https://outlook.office.com/SMTP.Send offline_access, in the global"
                      + " cloud.",
                  Whom.OPERATOR)),
          stays(
              650057,
              told(
                  "The application does not list this resource.",
                  "Check scope: for mail an application asks for"
                      + " https://outlook.office365.com/.default, a user for"
                      + " https://outlook.office.com/SMTP.Send offline_access, in the global"
                      + " cloud.",
                  Whom.OPERATOR)),
          stays(
              650052,
              told(
                  "The tenant has not subscribed to the service of the scope; it may have"
                      + " no Exchange Online.",
                  "Check scope: for mail an application asks for"
                      + " https://outlook.office365.com/.default, a user for"
                      + " https://outlook.office.com/SMTP.Send offline_access, in the global"
                      + " cloud.",
                  Whom.OPERATOR)),
          stays(
              1002012,
              told(
                  "The scope of an application must end with /.default.",
                  "Check scope: for mail an application asks for"
                      + " https://outlook.office365.com/.default, a user for"
                      + " https://outlook.office.com/SMTP.Send offline_access, in the global"
                      + " cloud.",
                  Whom.OPERATOR),
              "seen with scopes that do not end in /.default"),
          stays(
              70011,
              told(
                  "The scope does not exist.",
                  "Check scope: for mail an application asks for"
                      + " https://outlook.office365.com/.default, a user for"
                      + " https://outlook.office.com/SMTP.Send offline_access, in the global"
                      + " cloud.",
                  Whom.OPERATOR)),
          stays(
              28002,
              told(
                  "The scope does not exist.",
                  "Check scope: for mail an application asks for"
                      + " https://outlook.office365.com/.default, a user for"
                      + " https://outlook.office.com/SMTP.Send offline_access, in the global"
                      + " cloud.",
                  Whom.OPERATOR)),
          stays(
              700022,
              told(
                  "The scopes belong to more than one resource.",
                  "Check scope: for mail an application asks for"
                      + " https://outlook.office365.com/.default, a user for"
                      + " https://outlook.office.com/SMTP.Send offline_access, in the global"
                      + " cloud.",
                  Whom.OPERATOR)),
          stays(
              900144,
              told(
                  "A parameter is missing; Microsoft wants the scope with every refresh"
                      + " token.",
                  "Set scope.",
                  Whom.OPERATOR)));

  static final List<MicrosoftError> ROWS =
      Stream.of(APPLICATION, ASSERTION, TENANT_AND_SCOPE).flatMap(List::stream).toList();

  private MicrosoftApplicationErrors() {}
}

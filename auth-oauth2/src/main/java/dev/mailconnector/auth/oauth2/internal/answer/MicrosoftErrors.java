package dev.mailconnector.auth.oauth2.internal.answer;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the numbers of the Microsoft identity platform mean for somebody who sends mail, one row per
 * number. Where nothing else is said, the source of a row is
 * learn.microsoft.com/entra/identity-platform/reference-error-codes. Microsoft changes its numbers
 * without notice; one that is not here is still quoted word for word.
 */
final class MicrosoftErrors {
  private static final String REGISTRATION =
      "Whoever administers the app registration (entra.microsoft.com, App registrations) ";
  private static final String LOG_IN_AGAIN = "The user must log in and consent again.";
  private static final String FACTOR =
      "The tenant wants another factor, which only a person at a browser can give. "
          + LOG_IN_AGAIN
          + " Or use an application of its own right (grant client-credentials).";
  private static final String POLICY =
      "A Conditional Access policy forbids the login. An administrator of the tenant must change"
          + " it or exempt this login; entra.microsoft.com, Monitoring & health, Sign-in logs, names"
          + " the policy.";
  private static final String DEVICE =
      "A Conditional Access policy wants a managed device, which a mail sender is not. An"
          + " administrator of the tenant must exempt this login (entra.microsoft.com, Protection,"
          + " Conditional Access).";
  private static final String PASSWORD_CHANGED =
      "The user's password has changed or expired since the consent. " + LOG_IN_AGAIN;
  private static final String UNKNOWN_APPLICATION =
      "The tenant does not know this application. Check client-id (the application id, not the"
          + " object id) and tenant; a multi-tenant application needs the consent of an"
          + " administrator of the tenant first.";
  private static final String UNKNOWN_USER =
      "The tenant does not know the user of this consent. Check that tenant is the user's own, or"
          + " have an administrator invite the user.";
  private static final String CONSENT =
      "Nobody has consented. An administrator must grant the permission to the application"
          + " (entra.microsoft.com, App registrations, API permissions, Grant admin consent).";
  private static final String SCOPE =
      "Check scope: for mail an application asks for https://outlook.office365.com/.default, a user"
          + " for https://outlook.office.com/SMTP.Send offline_access, in the global cloud.";
  private static final String WRONG_CLOUD =
      "The tenant belongs to another cloud. Check authority: https://login.microsoftonline.com"
          + " (global), https://login.microsoftonline.us (US government),"
          + " https://login.partner.microsoftonline.cn (China).";
  private static final String WRONG_KIND =
      "Applications and personal accounts do not go together this way. Check tenant: the tenant's"
          + " own id or domain for its mailboxes, consumers for personal accounts.";
  private static final String RESTRICTED =
      "A tenant restriction forbids it: a proxy on the way, or the tenant's own policy, lets only"
          + " some tenants pass. Whoever runs them must allow this tenant.";
  private static final String DISABLED =
      "The application is disabled in the tenant. An administrator must enable it"
          + " (entra.microsoft.com, Enterprise applications, Properties, Enabled for users to sign"
          + " in).";
  private static final String FAULT = "Microsoft reports a passing fault.";

  private record Row(String code, boolean permanent, Consent consent, String remedy)
      implements ErrorRow {}

  private static final List<ErrorRow> APPLICATION =
      List.of(
          stays(
              7000215,
              "The client secret is wrong. "
                  + REGISTRATION
                  + "must check that the secret's value was copied, not its id, and put it into the"
                  + " configuration."),
          stays(
              7000222,
              "The client secret has expired. "
                  + REGISTRATION
                  + "must create a new one (Certificates & secrets) and put its value into the"
                  + " configuration."),
          stays(
              7000218,
              "The application is confidential and wants a client secret, a certificate or a"
                  + " federated assertion: set client-secret, client-certificate or"
                  + " client-assertion-file."),
          stays(70002, "The client secret is wrong. Check client-secret."),
          stays(
              700025,
              "The application is registered as a public client and takes neither secret nor"
                  + " certificate. Leave them out, or "
                  + "have it registered as a confidential one (App registrations, Authentication,"
                  + " Allow public client flows)."),
          stays(700016, UNKNOWN_APPLICATION),
          stays(700011, UNKNOWN_APPLICATION),
          stays(70001, UNKNOWN_APPLICATION),
          // learn.microsoft.com/troubleshoot/entra/entra-id/app-integration
          consent(
              7000229,
              "The application has no service principal in this tenant. An administrator must"
                  + " consent to it there once, which makes one."),
          stays(7000112, DISABLED),
          stays(1000031, DISABLED),
          stays(
              50105,
              "The user is not assigned to the application. An administrator must assign the user"
                  + " (entra.microsoft.com, Enterprise applications, Users and groups)."),
          stays(
              70003, "The application may not use this grant. " + REGISTRATION + "must allow it."));

  private static final List<ErrorRow> ASSERTION =
      List.of(
          stays(
              700027,
              "The certificate is not one of the app registration, or the assertion was signed with"
                  + " another key. "
                  + REGISTRATION
                  + "must upload the certificate that is configured here (Certificates & secrets,"
                  + " Certificates)."),
          stays(
              50012,
              "The signature of the assertion is not accepted. "
                  + REGISTRATION
                  + "must compare the certificates (Certificates & secrets, Certificates)."),
          stays(
              700030,
              "The name in the certificate is not allowed. "
                  + REGISTRATION
                  + "must compare it with the allowed subject names."),
          stays(50013, "The assertion is not valid. Check certificate, client-id and clock."),
          // learn.microsoft.com/entra/identity-platform/certificate-credentials, for the next four
          stays(
              700024,
              "The assertion is not valid at this time. Check the clock of this machine; for a"
                  + " federated identity, that somebody keeps the assertion file fresh."),
          stays(
              700023,
              "The assertion is meant for another token endpoint, or the scope names no resource."
                  + " Check tenant, authority and scope."),
          stays(700021, "The assertion is the one of another application. Check client-id."),
          stays(
              50027,
              "The assertion cannot be read. For a federated identity check that"
                  + " client-assertion-file holds the token and nothing else."),
          // learn.microsoft.com/entra/workload-id/workload-identity-federation, for the next four
          stays(70021, federated("issuer, subject and audience")),
          stays(700211, federated("issuer")),
          stays(700212, federated("audience")),
          stays(700213, federated("subject")));

  private static final List<ErrorRow> TENANT_AND_SCOPE =
      List.of(
          stays(
              90002,
              "There is no such tenant. Check tenant, and that the authority is the one of the"
                  + " tenant's cloud (global, US government, China)."),
          stays(900023, "The tenant is neither a domain nor an id. Check tenant."),
          stays(50059, "The request names no tenant. Check tenant."),
          stays(50128, "The request names no tenant that exists. Check tenant."),
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
              "The tenant does not know the resource of the scope; it may have no Exchange Online. "
                  + SCOPE),
          stays(50001, "The resource of the scope does not exist or is disabled. " + SCOPE),
          stays(650057, "The application does not list this resource. " + SCOPE),
          stays(
              650052,
              "The tenant has not subscribed to the service of the scope; it may have no Exchange"
                  + " Online. "
                  + SCOPE),
          // Seen with scopes that do not end in /.default.
          stays(1002012, "The scope of an application must end with /.default. " + SCOPE),
          stays(70011, "The scope does not exist. " + SCOPE),
          stays(28002, "The scope does not exist. " + SCOPE),
          stays(700022, "The scopes belong to more than one resource. " + SCOPE),
          stays(
              900144,
              "A parameter is missing; Microsoft wants the scope with every refresh token. Set"
                  + " scope."));

  private static final List<ErrorRow> CONSENT_AND_USER =
      List.of(
          consent(65001, CONSENT),
          consent(65004, "The user has declined. " + LOG_IN_AGAIN),
          consent(65005, CONSENT),
          consent(650056, CONSENT),
          consent(90094, CONSENT),
          consent(90095, CONSENT),
          consent(90099, CONSENT),
          consent(
              700082,
              "The refresh token was not used for 90 days and is dead. "
                  + LOG_IN_AGAIN
                  + " keep-token: always prevents it."),
          consent(70008, "The refresh token is dead. " + LOG_IN_AGAIN),
          consent(70000, "The refresh token is not valid. " + LOG_IN_AGAIN),
          consent(50089, "The refresh token is dead. " + LOG_IN_AGAIN),
          consent(
              70043,
              "A Conditional Access policy limits how long a consent lasts (sign-in frequency). "
                  + LOG_IN_AGAIN
                  + " An administrator must exempt the login, or it happens again."),
          consent(
              700084,
              "The refresh token was made for a single-page application and lives one day. "
                  + REGISTRATION
                  + "must register the redirect as a desktop or web one (Authentication)."),
          consent(
              9002313,
              "The refresh token cannot be read. Check that it is complete, or let the user log in"
                  + " again."),
          consent(
              50173,
              "The consent was revoked, mostly by a change of the password. " + LOG_IN_AGAIN),
          consent(50132, PASSWORD_CHANGED),
          consent(50133, PASSWORD_CHANGED),
          stays(50055, "The user's password has expired. The user must renew it."),
          stays(50144, "The user's password has expired. The user must renew it."),
          stays(50126, "User name or password is wrong. " + LOG_IN_AGAIN),
          stays(50057, "The user's account is disabled. An administrator must enable it."),
          stays(50034, UNKNOWN_USER),
          stays(50020, UNKNOWN_USER),
          stays(51004, UNKNOWN_USER),
          stays(90072, UNKNOWN_USER));

  private static final List<ErrorRow> POLICIES =
      List.of(
          consent(50072, FACTOR),
          consent(50074, FACTOR),
          consent(50076, FACTOR),
          consent(50078, FACTOR),
          consent(50079, FACTOR),
          consent(50158, FACTOR),
          consent(53004, FACTOR),
          stays(53003, POLICY),
          stays(530032, POLICY),
          stays(50131, POLICY),
          stays(53011, "The user is blocked due to risk. An administrator must look into it."),
          stays(
              530035,
              "The security defaults of the tenant forbid the login. An administrator must decide"
                  + " (entra.microsoft.com, Overview, Properties, Security defaults)."),
          stays(53000, DEVICE),
          stays(53001, DEVICE),
          stays(53002, DEVICE),
          stays(50097, DEVICE),
          stays(50005, DEVICE));

  private static final List<ErrorRow> PASSING =
      List.of(
          passes(50053, "The account is locked for a while after failed logins."),
          passes(50196, "Microsoft sees too many requests of this application in a loop."),
          passes(90055, "Microsoft reports too many requests."),
          passes(90024, FAULT),
          passes(90033, FAULT),
          passes(90006, FAULT),
          passes(90012, FAULT),
          passes(90090, FAULT),
          passes(50033, FAULT),
          passes(50087, FAULT),
          passes(70012, FAULT));

  static final Map<String, ErrorRow> ROWS =
      Stream.of(APPLICATION, ASSERTION, TENANT_AND_SCOPE, CONSENT_AND_USER, POLICIES, PASSING)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(ErrorRow::code, row -> row));

  private MicrosoftErrors() {}

  private static ErrorRow stays(int number, String remedy) {
    return new Row("AADSTS" + number, true, ErrorRow.Consent.NO, remedy);
  }

  private static ErrorRow consent(int number, String remedy) {
    return new Row("AADSTS" + number, true, ErrorRow.Consent.ALWAYS, remedy);
  }

  private static ErrorRow passes(int number, String remedy) {
    return new Row("AADSTS" + number, false, ErrorRow.Consent.NO, remedy);
  }

  private static String federated(String claim) {
    return "No federated credential of the application has the "
        + claim
        + " of this assertion. "
        + REGISTRATION
        + "must compare them (Certificates & secrets, Federated credentials).";
  }
}

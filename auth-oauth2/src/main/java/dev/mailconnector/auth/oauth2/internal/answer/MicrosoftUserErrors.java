package dev.mailconnector.auth.oauth2.internal.answer;

import static dev.mailconnector.auth.oauth2.internal.answer.MicrosoftError.consent;
import static dev.mailconnector.auth.oauth2.internal.answer.MicrosoftError.passes;
import static dev.mailconnector.auth.oauth2.internal.answer.MicrosoftError.stays;
import static dev.mailconnector.auth.oauth2.internal.answer.MicrosoftError.told;

import dev.mailconnector.auth.oauth2.internal.answer.MicrosoftError.Told;
import dev.mailconnector.failure.Whom;
import java.util.List;
import java.util.stream.Stream;

/** What Microsoft says of consents, users and policies, and what passes by itself. */
final class MicrosoftUserErrors {
  private static final Told CONSENT =
      told(
          "Nobody has consented.",
          "An administrator must grant the permission to the application"
              + " (entra.microsoft.com, App registrations, API permissions, Grant admin consent).",
          Whom.TENANT);

  private static final Told PASSWORD_CHANGED =
      told(
          "The user's password has changed or expired since the consent.",
          "The user must log in and consent again.",
          Whom.USER);

  private static final Told UNKNOWN_USER =
      told(
          "The tenant does not know the user of this consent.",
          "Check that tenant is the user's own, or have an administrator invite the user.",
          Whom.OPERATOR);

  private static final Told FACTOR =
      told(
          "The tenant wants another factor, which only a person at a browser can give.",
          "The user must log in and consent again. Or use an application of its own right"
              + " (grant client-credentials).",
          Whom.USER);

  private static final Told POLICY =
      told(
          "A Conditional Access policy forbids the login.",
          "An administrator of the tenant must change it or exempt this login;"
              + " entra.microsoft.com, Monitoring & health, Sign-in logs, names the policy.",
          Whom.TENANT);

  private static final Told DEVICE =
      told(
          "A Conditional Access policy wants a managed device, which a mail sender is not.",
          "An administrator of the tenant must exempt this login (entra.microsoft.com,"
              + " Protection, Conditional Access).",
          Whom.TENANT);

  private static final Told FAULT =
      told(
          "Microsoft reports a passing fault.",
          "It is tried again by itself; if it stays, look at" + " https://status.cloud.microsoft.",
          Whom.OPERATOR);

  private static final List<MicrosoftError> CONSENT_AND_USER =
      List.of(
          consent(65001, CONSENT),
          consent(
              65004,
              told("The user has declined.", "The user must log in and consent again.", Whom.USER)),
          consent(65005, CONSENT),
          consent(650056, CONSENT),
          consent(90094, CONSENT),
          consent(90095, CONSENT),
          consent(90099, CONSENT),
          consent(
              700082,
              told(
                  "The refresh token was not used for 90 days and is dead.",
                  "The user must log in and consent again. keep-token: always prevents it.",
                  Whom.USER)),
          consent(
              70008,
              told(
                  "The refresh token is dead.",
                  "The user must log in and consent again.",
                  Whom.USER)),
          consent(
              70000,
              told(
                  "The refresh token is not valid.",
                  "The user must log in and consent again.",
                  Whom.USER)),
          consent(
              50089,
              told(
                  "The refresh token is dead.",
                  "The user must log in and consent again.",
                  Whom.USER)),
          consent(
              70043,
              told(
                  "A Conditional Access policy limits how long a consent lasts (sign-in"
                      + " frequency).",
                  "The user must log in and consent again. An administrator must exempt"
                      + " the login, or it happens again.",
                  Whom.USER)),
          consent(
              700084,
              told(
                  "The refresh token was made for a single-page application and lives one"
                      + " day.",
                  "Whoever administers the app registration (entra.microsoft.com, App"
                      + " registrations) must register the redirect as a desktop or web one"
                      + " (Authentication).",
                  Whom.CLIENT_REGISTRATION)),
          consent(
              9002313,
              told(
                  "The refresh token cannot be read.",
                  "Check that it is complete, or let the user log in again.",
                  Whom.OPERATOR)),
          consent(
              50173,
              told(
                  "The consent was revoked, mostly by a change of the password.",
                  "The user must log in and consent again.",
                  Whom.USER)),
          consent(50132, PASSWORD_CHANGED),
          consent(50133, PASSWORD_CHANGED),
          stays(
              50055,
              told("The user's password has expired.", "The user must renew it.", Whom.USER)),
          stays(
              50144,
              told("The user's password has expired.", "The user must renew it.", Whom.USER)),
          stays(
              50126,
              told(
                  "User name or password is wrong.",
                  "The user must log in and consent again.",
                  Whom.USER)),
          stays(
              50057,
              told(
                  "The user's account is disabled.",
                  "An administrator must enable it.",
                  Whom.TENANT)),
          stays(50034, UNKNOWN_USER),
          stays(50020, UNKNOWN_USER),
          stays(51004, UNKNOWN_USER),
          stays(90072, UNKNOWN_USER));

  private static final List<MicrosoftError> POLICIES =
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
          stays(
              53011,
              told(
                  "The user is blocked due to risk.",
                  "An administrator must look into it.",
                  Whom.TENANT)),
          stays(
              530035,
              told(
                  "The security defaults of the tenant forbid the login.",
                  "An administrator must decide (entra.microsoft.com, Overview,"
                      + " Properties, Security defaults).",
                  Whom.TENANT)),
          stays(53000, DEVICE),
          stays(53001, DEVICE),
          stays(53002, DEVICE),
          stays(50097, DEVICE),
          stays(50005, DEVICE));

  private static final List<MicrosoftError> PASSING =
      List.of(
          passes(
              50053,
              told(
                  "The account is locked for a while after failed logins.",
                  "It unlocks itself. Whoever runs this program must see to it that the"
                      + " secret is right, and the user that nobody else tries.",
                  Whom.OPERATOR)),
          passes(
              50196,
              told(
                  "Microsoft sees too many requests of this application in a loop.",
                  "Use one connector for the whole process, which keeps its tokens; and"
                      + " look what else asks with this client-id.",
                  Whom.OPERATOR)),
          passes(
              90055,
              told(
                  "Microsoft reports too many requests.",
                  "It is tried again by itself, later. Look what else asks with this"
                      + " client-id.",
                  Whom.OPERATOR)),
          passes(90024, FAULT),
          passes(90033, FAULT),
          passes(90006, FAULT),
          passes(90012, FAULT),
          passes(90090, FAULT),
          passes(50033, FAULT),
          passes(50087, FAULT),
          passes(70012, FAULT));

  static final List<MicrosoftError> ROWS =
      Stream.of(CONSENT_AND_USER, POLICIES, PASSING).flatMap(List::stream).toList();

  private MicrosoftUserErrors() {}
}

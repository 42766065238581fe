package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;

/**
 * One number of the Microsoft identity platform; its diagnosis is {@code aadsts-} and the number.
 */
record MicrosoftError(String code, boolean permanent, Consent consent, Diagnosis diagnosis)
    implements ErrorRow {
  private static final String SOURCE =
      "learn.microsoft.com/entra/identity-platform/reference-error-codes";

  /** What several numbers may mean. */
  record Told(String cause, String cure, Whom whom) {}

  static Told told(String cause, String cure, Whom whom) {
    return new Told(cause, cure, whom);
  }

  static MicrosoftError stays(int number, Told told) {
    return stays(number, told, SOURCE);
  }

  static MicrosoftError stays(int number, Told told, String source) {
    return row(number, true, Consent.NO, told, source);
  }

  static MicrosoftError consent(int number, Told told) {
    return consent(number, told, SOURCE);
  }

  static MicrosoftError consent(int number, Told told, String source) {
    return row(number, true, Consent.ALWAYS, told, source);
  }

  static MicrosoftError passes(int number, Told told) {
    return row(number, false, Consent.NO, told, SOURCE);
  }

  private static MicrosoftError row(
      int number, boolean permanent, Consent consent, Told told, String source) {
    Diagnosis diagnosis =
        new Diagnosis("aadsts-" + number, told.cause(), told.cure(), told.whom(), source);
    return new MicrosoftError("AADSTS" + number, permanent, consent, diagnosis);
  }
}

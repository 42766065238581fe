package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.failure.Diagnosis;

/** What one error code of a token endpoint means. */
interface ErrorRow {

  /** The code itself. */
  String code();

  /** Whether it stays until a human acts. */
  boolean permanent();

  /** Whether somebody must consent. */
  default Consent consent() {
    return Consent.NO;
  }

  /** When an error means that a consent is missing. */
  enum Consent {
    /** Never. */
    NO,
    /** In answer to a refresh token; an application or service account has another trouble then. */
    OF_USERS,
    /** Always. */
    ALWAYS
  }

  /** What it means and who must do what: a row of the catalogue. */
  Diagnosis diagnosis();
}

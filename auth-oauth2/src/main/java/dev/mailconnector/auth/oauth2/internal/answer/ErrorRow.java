package dev.mailconnector.auth.oauth2.internal.answer;

/** What one error code of a token endpoint means. */
interface ErrorRow {

  /** The code itself. */
  String code();

  /** Whether it stays until a human acts. */
  boolean permanent();

  /** What it means and who must do what, in whole sentences. */
  String remedy();
}

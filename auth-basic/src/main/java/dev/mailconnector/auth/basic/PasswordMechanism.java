package dev.mailconnector.auth.basic;

/** The SASL mechanisms that a password may travel over, strongest first. */
public enum PasswordMechanism {
  /** User and password in one message (RFC 4616). */
  PLAIN,
  /**
   * User and password in two messages (draft-murchison-sasl-login-00, never a standard): for
   * servers that know no better.
   */
  LOGIN
}

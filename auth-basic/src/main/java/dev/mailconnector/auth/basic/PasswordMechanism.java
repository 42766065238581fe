package dev.mailconnector.auth.basic;

import java.util.Arrays;

/** The SASL mechanisms that a password may travel over. */
public enum PasswordMechanism {
  /** User and password in one message (RFC 4616). */
  PLAIN("PLAIN"),
  /**
   * User and password in two messages (draft-murchison-sasl-login-00, never a standard): for
   * servers that know no better.
   */
  LOGIN("LOGIN");

  private final String saslName;

  PasswordMechanism(String saslName) {
    this.saslName = saslName;
  }

  /** The registered name, as servers announce it and {@code auth.mechanism} has it. */
  public String saslName() {
    return saslName;
  }

  /**
   * The mechanism of this registered name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PasswordMechanism named(String saslName) {
    return Arrays.stream(values())
        .filter(mechanism -> mechanism.saslName.equals(saslName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No mechanism for passwords: " + saslName));
  }

  /** The registered name. */
  @Override
  public String toString() {
    return saslName;
  }
}

package dev.mailconnector.auth.basic;

import java.util.Arrays;

/** The SASL mechanisms that a password may travel over, or prove itself by. */
public enum PasswordMechanism {
  /**
   * {@link #SCRAM_SHA_256}, bound to the TLS channel: nobody can stand in between, whatever
   * certificate he has. Chosen where the server offers it and the line has {@code tls-exporter}
   * (RFC 9266), which takes TLS 1.3 and Java 25. Forced by name, {@code tls-server-end-point} (RFC
   * 5929) will do, which few servers for mail know. Carries an authorization identity.
   */
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", true),

  /** {@link #SCRAM_SHA_1}, bound to the TLS channel. Carries an authorization identity. */
  SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS", true),

  /**
   * Both sides prove that they know the password, and neither shows it (RFC 7677). Over SHA-256.
   * Carries an authorization identity.
   */
  SCRAM_SHA_256("SCRAM-SHA-256", true),

  /** The same over SHA-1 (RFC 5802). Carries an authorization identity. */
  SCRAM_SHA_1("SCRAM-SHA-1", true),

  /** User and password in one message (RFC 4616). Carries an authorization identity. */
  PLAIN("PLAIN", true),

  /**
   * User and password in two messages (draft-murchison-sasl-login-00, never a standard): for
   * servers that know no better. Carries no authorization identity.
   */
  LOGIN("LOGIN", false),

  /**
   * A keyed MD5 of the server's challenge (RFC 2195), and only when asked for by name ({@link
   * PasswordLogin#onlyBy}). The password does not cross the line, but whoever reads the line can
   * guess at it at leisure; the server is not authenticated, nothing binds the login to the TLS
   * channel, and the server must keep the password or what is as good. Over TLS, PLAIN is no worse,
   * and SCRAM better. Carries no authorization identity.
   */
  CRAM_MD5("CRAM-MD5", false);

  private final String saslName;
  private final boolean carriesAuthorizationIdentity;

  PasswordMechanism(String saslName, boolean carriesAuthorizationIdentity) {
    this.saslName = saslName;
    this.carriesAuthorizationIdentity = carriesAuthorizationIdentity;
  }

  /** The registered name, as servers announce it and {@code auth.mechanism} has it. */
  public String saslName() {
    return saslName;
  }

  boolean carriesAuthorizationIdentity() {
    return carriesAuthorizationIdentity;
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

package dev.mailconnector.interop;

import dev.mailconnector.interop.RealServers.Port;

/**
 * What is wrong with a server or with the settings of who probes it, and what it is to be called.
 */
enum ProbeFault {
  IMPLICIT_WHERE_STARTTLS_IS(
      Port.POSTFIX_STARTTLS, "implicit", "tls-mode-starttls-expected", 78, "tls: starttls"),
  IMPLICIT_WHERE_STARTTLS_IS_AT_DOVECOT(
      Port.DOVECOT_STARTTLS, "implicit", "tls-mode-starttls-expected", 78, "tls: starttls"),
  STARTTLS_WHERE_IMPLICIT_IS(
      Port.POSTFIX_IMPLICIT, "starttls", "tls-mode-implicit-expected", 78, "tls: implicit"),
  STARTTLS_WHERE_IMPLICIT_IS_AT_DOVECOT(
      Port.DOVECOT_IMPLICIT, "starttls", "tls-mode-implicit-expected", 78, "tls: implicit"),
  UNKNOWN_AUTHORITY(
      Port.DOVECOT_IMPLICIT, "implicit", "certificate-untrusted", 78, "trust.ca-file") {
    @Override
    String trust() {
      return "trust: {verify: full}";
    }
  },
  WRONG_PIN(Port.DOVECOT_IMPLICIT, "implicit", "pin-other-key", 78, "pin") {
    @Override
    String trust() {
      return "trust: {pin-sha256: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}";
    }
  },
  OTHER_NAME(
      Port.POSTFIX_WRONG_NAME,
      "implicit",
      "certificate-other-name",
      78,
      "The name that was wanted is localhost"),
  EXPIRED(Port.POSTFIX_EXPIRED, "implicit", "certificate-expired", 78, "expired"),
  SELF_SIGNED(Port.POSTFIX_SELF_SIGNED, "implicit", "certificate-self-signed", 78, "itself"),
  HALF_A_CHAIN(
      Port.POSTFIX_HALF_CHAIN, "implicit", "certificate-chain-incomplete", 78, "one certificate"),
  OLD_TLS(Port.POSTFIX_OLD_TLS, "starttls", "tls-version-too-old", 78, "TLS"),
  NO_LOGIN_OFFERED(Port.POSTFIX_NO_LOGIN, "starttls", "login-not-offered", 78, "AUTH"),
  LOGIN_AFTER_TLS_ONLY(Port.POSTFIX_STARTTLS, "none", "login-after-tls-only", 78, "tls: starttls") {
    @Override
    String trust() {
      return "allow-cleartext-credentials: true";
    }
  },
  NO_COMMON_LOGIN(
      Port.CYRUS_SCRAM_ONLY, "starttls", "mechanism-variant-not-offered", 78, "SCRAM-SHA-256") {
    @Override
    String login() {
      return password("LOGIN", "password", RealServers.USER);
    }
  },
  WRONG_PASSWORD(Port.POSTFIX_STARTTLS, "starttls", "login-refused", 77, "535 5.7.8") {
    @Override
    String login() {
      return password("PLAIN", "wrong-password", RealServers.USER);
    }
  },
  WRONG_PASSWORD_AT_CYRUS(Port.CYRUS_STARTTLS, "starttls", "login-refused", 77, "535 5.7.8") {
    @Override
    String login() {
      return password("PLAIN", "wrong-password", RealServers.USER);
    }
  },
  WRONG_PASSWORD_AT_DOVECOT(Port.DOVECOT_IMPLICIT, "implicit", "login-refused", 77, "535 5.7.8") {
    @Override
    String login() {
      return password("PLAIN", "wrong-password", RealServers.USER);
    }
  },
  DENIED_USER(Port.DOVECOT_STARTTLS, "starttls", "login-refused", 77, "535 5.7.8") {
    @Override
    String login() {
      return password("PLAIN", "ascii-password", "dan@interop.test");
    }
  },
  USER_WITHOUT_LOGIN(Port.DOVECOT_STARTTLS, "starttls", "login-account-disabled", 77, "Closed") {
    @Override
    String login() {
      return password("PLAIN", "ascii-password", "nora@interop.test");
    }
  },
  TOKEN_OF_SOMEBODY_ELSE(Port.DOVECOT_STARTTLS, "starttls", "login-refused", 77, "535") {
    @Override
    String login() {
      return token("XOAUTH2", "zoe@interop.test");
    }
  },
  TOKEN_OF_SOMEBODY_ELSE_BY_OAUTHBEARER(
      Port.POSTFIX_STARTTLS, "starttls", "login-refused", 77, "535") {
    @Override
    String login() {
      return token("OAUTHBEARER", "zoe@interop.test");
    }
  },
  TURNED_AWAY(Port.POSTFIX_REJECTING, "starttls", "greeting-blocked", 78, "554 5.7.1"),
  SENDER_OF_ANOTHER(
      Port.POSTFIX_EARLY_SENDERS, "starttls", "sender-of-another-login", 78, "553 5.7.1"),
  SENDER_OF_ANOTHER_TOLD_LATE(
      Port.POSTFIX_OWN_SENDERS, "starttls", "sender-of-another-login", 78, "553 5.7.1");

  private final Port port;
  private final String tls;
  private final String diagnosis;
  private final int status;
  private final String words;

  ProbeFault(Port port, String tls, String diagnosis, int status, String words) {
    this.port = port;
    this.tls = tls;
    this.diagnosis = diagnosis;
    this.status = status;
    this.words = words;
  }

  Port port() {
    return port;
  }

  String tls() {
    return tls;
  }

  /** The id of the first cause. */
  String diagnosis() {
    return diagnosis;
  }

  int status() {
    return status;
  }

  /** A piece of what was seen, or of the cure. */
  String words() {
    return words;
  }

  /** Whom to trust. */
  String trust() {
    return "trust: {ca-file: @CA@}";
  }

  /** The settings of the login. */
  String login() {
    return password("PLAIN", "password", RealServers.USER);
  }

  private static String password(String mechanism, String file, String user) {
    return """
        user: %s
            auth: {mechanism: %s, password: "${file:@FOLDER@/%s}"}"""
        .formatted(user, mechanism, file);
  }

  private static String token(String mechanism, String user) {
    return """
        user: %s
            auth:
              type: oauth2
              mechanism: %s
              token-service: generic
              grant: refresh-token
              token-endpoint: @ENDPOINT@
              client-id: %s
              client-secret: ${file:@FOLDER@/client-secret}
              refresh-token: ${file:@FOLDER@/refresh-token}"""
        .formatted(user, mechanism, RealServers.CLIENT_ID);
  }
}

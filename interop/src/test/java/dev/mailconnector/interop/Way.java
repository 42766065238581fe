package dev.mailconnector.interop;

import dev.mailconnector.interop.RealServers.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One way to a real server.
 *
 * @param port the listener
 * @param mechanism the login, or null for none
 */
record Way(Port port, @Nullable String mechanism) {
  private static final List<String> MECHANISMS =
      List.of("XOAUTH2", "OAUTHBEARER", "PLAIN", "LOGIN");

  /** Every login over both kinds of TLS at both servers, and the relay that asks for none. */
  static List<Way> all() {
    List<Way> ways = new ArrayList<>();
    for (Port port :
        List.of(
            Port.DOVECOT_IMPLICIT, Port.DOVECOT_STARTTLS,
            Port.POSTFIX_IMPLICIT, Port.POSTFIX_STARTTLS)) {
      for (String mechanism : MECHANISMS) {
        ways.add(new Way(port, mechanism));
      }
    }
    ways.add(new Way(Port.POSTFIX_NO_LOGIN, null));
    return ways;
  }

  /** The logins that let no password cross the line, and at Cyrus SASL the others too. */
  static List<Way> ofPasswords() {
    List<Way> ways = new ArrayList<>();
    for (Port port : List.of(Port.CYRUS_IMPLICIT, Port.CYRUS_STARTTLS)) {
      for (String mechanism : List.of("PLAIN", "LOGIN", "NTLM")) {
        ways.add(new Way(port, mechanism));
      }
    }
    for (Port port :
        List.of(
            Port.CYRUS_IMPLICIT,
            Port.CYRUS_STARTTLS,
            Port.DOVECOT_IMPLICIT,
            Port.DOVECOT_STARTTLS,
            Port.POSTFIX_STARTTLS)) {
      for (String mechanism : List.of("CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256")) {
        ways.add(new Way(port, mechanism));
      }
    }
    return ways;
  }

  /** An address that only the mail of this way has. */
  String recipient() {
    return (port + "." + mechanism).toLowerCase(Locale.ROOT) + "@interop.test";
  }

  boolean isNtlm() {
    return "NTLM".equals(mechanism);
  }

  boolean isOAuth2() {
    return mechanism != null && mechanism.contains("OAUTH");
  }

  String tls() {
    return port.name().endsWith("IMPLICIT") ? "implicit" : "starttls";
  }

  @Override
  public String toString() {
    return port + " " + (mechanism == null ? "without login" : mechanism);
  }
}

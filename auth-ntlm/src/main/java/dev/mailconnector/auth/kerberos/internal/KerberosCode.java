package dev.mailconnector.auth.kerberos.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The errors of Kerberos that have a meaning of their own here (RFC 4120 section 7.5.9). The JDK
 * tells the number in its message only.
 */
enum KerberosCode {
  CLIENT_UNKNOWN(6),
  SERVICE_UNKNOWN(7),
  NO_COMMON_ENCRYPTION(14),
  CLIENT_REVOKED(18),
  PASSWORD_EXPIRED(23),
  PREAUTHENTICATION_FAILED(24),
  SERVICE_UNAVAILABLE(29),
  INTEGRITY(31),
  TICKET_EXPIRED(32),
  REPLAY(34),
  NOT_THAT_SERVER(35),
  CLOCK_SKEW(37),
  MODIFIED(41),
  KEY_VERSION(44),
  NO_KEY(45);

  private static final Pattern NUMBER = Pattern.compile("\\((\\d{1,3})\\)");

  private final int number;

  KerberosCode(int number) {
    this.number = number;
  }

  /** The first that the failure or one of its causes names, or null. */
  static @Nullable KerberosCode of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      Matcher matcher = message == null ? null : NUMBER.matcher(message);
      if (matcher != null && matcher.find()) {
        return numbered(Integer.parseInt(matcher.group(1)));
      }
    }
    return null;
  }

  private static @Nullable KerberosCode numbered(int number) {
    for (KerberosCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return null;
  }
}

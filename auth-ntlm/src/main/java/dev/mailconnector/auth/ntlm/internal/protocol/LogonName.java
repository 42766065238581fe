package dev.mailconnector.auth.ntlm.internal.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who logs in, as NTLM wants it: a user and a domain.
 *
 * @param user the account, or a whole user principal name
 * @param domain the domain; empty for none; null to take the one the server names
 */
public record LogonName(String user, @Nullable String domain) {

  /**
   * Reads {@code DOMAIN\\user}, {@code user@DOMAIN} (a name without dots), or a user principal
   * name, whose domain the directory finds by itself. A domain of its own leaves the user
   * untouched.
   *
   * <p>Domains become upper case, which means nothing to Windows: Cyrus SASL computes with it
   * whatever it was sent.
   */
  public static LogonName of(String user, @Nullable String domain) {
    if (domain != null) {
      return inDomain(user, domain);
    }
    int backslash = user.indexOf('\\');
    if (backslash >= 0) {
      return inDomain(user.substring(backslash + 1), user.substring(0, backslash));
    }
    int at = user.lastIndexOf('@');
    if (at < 0) {
      return new LogonName(user, null);
    }
    // Only NetBIOS names have no dot; a principal's suffix need not be the name of its domain.
    return user.indexOf('.', at) < 0
        ? inDomain(user.substring(0, at), user.substring(at + 1))
        : new LogonName(user, "");
  }

  private static LogonName inDomain(String user, String domain) {
    return new LogonName(user, domain.toUpperCase(Locale.ROOT));
  }

  /** For logs: {@code CORP\svc-mail}, or the user alone. */
  @Override
  public String toString() {
    return domain == null || domain.isEmpty() ? user : domain + "\\" + user;
  }
}

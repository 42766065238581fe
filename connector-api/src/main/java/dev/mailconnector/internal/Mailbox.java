package dev.mailconnector.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An address in two parts (RFC 5321 section 4.1.2), so that it can be held against a rule.
 *
 * @param localPart as it was written, quotes included
 * @param domain in ASCII and small letters
 */
record Mailbox(String localPart, String domain) {

  /**
   * The parts of this address; null if it has no domain, or one that has no ASCII form, or more
   * than one {@code @} outside quotes: a source route, which names another server before the domain
   * (RFC 5321 appendix C).
   */
  static @Nullable Mailbox of(String address) {
    int at = onlyAt(address);
    if (at < 1 || at == address.length() - 1) {
      return null;
    }
    try {
      String domain = AsciiDomain.of(address.substring(at + 1)).toLowerCase(Locale.ROOT);
      return new Mailbox(address.substring(0, at), domain);
    } catch (IllegalArgumentException noDomain) {
      return null;
    }
  }

  private static int onlyAt(String address) {
    int found = -1;
    boolean quoted = false;
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == '@' && !quoted) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }
}

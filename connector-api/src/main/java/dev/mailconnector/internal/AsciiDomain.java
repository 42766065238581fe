package dev.mailconnector.internal;

import java.net.IDN;

/**
 * Internationalised domain names in the form that goes over the wire. The JDK knows IDNA 2003 only,
 * which turns four characters into others that may be somebody else's domain (RFC 5894 section
 * 7.2); names with one of these are refused.
 */
public final class AsciiDomain {
  private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

  private AsciiDomain() {}

  /**
   * The ASCII form of this name, by the rules for host names (STD 3): else compatibility mapping
   * makes a {@code >} or a space of letters that merely look like them.
   *
   * @throws IllegalArgumentException if it has none; the message says why, in whole sentences
   */
  public static String of(String name) {
    if (name.chars().allMatch(c -> c < 128)) {
      return name;
    }
    if (name.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "Its \u00df, final \u03c2 or joiner means another domain to older software (IDNA 2003):"
              + " give its ASCII form, which begins with xn--.");
    }
    try {
      return IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("It is no valid internationalised name.", e);
    }
  }
}

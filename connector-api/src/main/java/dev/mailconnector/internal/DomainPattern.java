package dev.mailconnector.internal;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A domain ({@code example.com}), or everything below one ({@code *.example.com}). Capitals make no
 * difference, nor does the form of an internationalised name. Immutable.
 */
public final class DomainPattern {
  private static final String BELOW = "*.";
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

  private final String name;
  private final boolean below;

  private DomainPattern(String name, boolean below) {
    this.name = name;
    this.below = below;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none; the message says why, in whole sentences
   */
  public static DomainPattern of(String text) {
    boolean below = text.startsWith(BELOW);
    String name = AsciiDomain.of(below ? text.substring(2) : text).toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A domain is needed, example.com, or *.example.com for all domains below it.");
    }
    return new DomainPattern(name, below);
  }

  /** Whether an address is in one of these; one without a domain is in none. */
  public static Predicate<String> anyOf(List<String> patterns) {
    List<DomainPattern> all = patterns.stream().map(DomainPattern::of).toList();
    return address -> {
      Mailbox mailbox = Mailbox.of(address);
      return mailbox != null && all.stream().anyMatch(pattern -> pattern.matches(mailbox));
    };
  }

  boolean matches(Mailbox mailbox) {
    String domain = mailbox.domain();
    return below
        ? domain.length() > name.length() + 1 && domain.endsWith("." + name)
        : domain.equals(name);
  }
}

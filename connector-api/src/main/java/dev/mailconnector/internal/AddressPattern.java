package dev.mailconnector.internal;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Addresses: {@code robot@example.com}, {@code bounces+*@example.com}, {@code *@*.example.com}. A
 * {@code *} before the {@code @} stands for any characters, behind it see {@link DomainPattern}.
 * Capitals of ASCII make no difference. Immutable.
 */
public final class AddressPattern {
  /** What needs quotes in an address is no part of a pattern (RFC 5322 section 3.2.3). */
  private static final Pattern LOCAL_PART =
      Pattern.compile("[^\\s\"(),:;<>@\\[\\\\\\]\\p{Cntrl}]+");

  private final Pattern localPart;
  private final DomainPattern domain;

  private AddressPattern(Pattern localPart, DomainPattern domain) {
    this.localPart = localPart;
    this.domain = domain;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none; the message says why, in whole sentences
   */
  public static AddressPattern of(String text) {
    int at = text.indexOf('@');
    if (at < 0 || !LOCAL_PART.matcher(text.substring(0, at)).matches()) {
      throw new IllegalArgumentException(
          "An address is needed, robot@example.com, or *@example.com for all of a domain.");
    }
    return new AddressPattern(
        glob(text.substring(0, at)), DomainPattern.of(text.substring(at + 1)));
  }

  /** Without UNICODE_CASE: a letter that merely folds to another is another mailbox. */
  private static Pattern glob(String text) {
    String regex =
        Arrays.stream(text.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** Whether an address is one of these; one without a domain is none. */
  public static Predicate<String> anyOf(List<String> patterns) {
    List<AddressPattern> all = patterns.stream().map(AddressPattern::of).toList();
    return address -> {
      Mailbox mailbox = Mailbox.of(address);
      return mailbox != null && all.stream().anyMatch(pattern -> pattern.matches(mailbox));
    };
  }

  private boolean matches(Mailbox mailbox) {
    return domain.matches(mailbox) && localPart.matcher(mailbox.localPart()).matches();
  }
}

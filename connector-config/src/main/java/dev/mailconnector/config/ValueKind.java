package dev.mailconnector.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the value of a key is read. The rules that need more than the value itself (does the file
 * exist?) are elsewhere.
 */
enum ValueKind {
  TEXT("text"),
  LIST("list"),
  SECRET("secret"),
  FILE("file"),
  CHOICE("one of"),
  URL("URL"),
  FLAG("`true` or `false`"),
  COUNT("number"),
  COUNT_OR_NONE("number"),
  PORT("port"),
  DURATION("duration"),
  SIZE("size"),
  HOST("host name or address"),
  ADDRESS("mail address"),
  PROXY("proxy URL");

  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private static final Pattern SIZE_WITH_UNIT = Pattern.compile("(\\d{1,9}) ?(B|KiB|MiB|GiB)");

  private final String label;

  ValueKind(String label) {
    this.label = label;
  }

  /** The word for the reference page. */
  String label() {
    return label;
  }

  /** Checks a value that is there; says the rule that it breaks. */
  void check(String value, List<String> choices) throws RuleBroken {
    if (value.isBlank()) {
      throw new RuleBroken("The value is empty. Give one, or remove the key.");
    }
    if (this != SECRET && value.chars().anyMatch(Character::isISOControl)) {
      throw new RuleBroken("The value must not contain line breaks or other control characters.");
    }
    switch (this) {
      case CHOICE -> choice(value, choices);
      case FLAG -> flag(value);
      case COUNT -> count(value);
      case COUNT_OR_NONE -> countOrNone(value);
      case PORT -> port(value);
      case DURATION -> duration(value);
      case SIZE -> size(value);
      case HOST -> host(value);
      case URL -> url(value);
      case LIST -> list(value);
      case TEXT, SECRET, FILE, ADDRESS, PROXY -> {}
    }
  }

  private static void choice(String value, List<String> choices) throws RuleBroken {
    if (!choices.contains(value)) {
      String meant = Spelling.nearest(value, choices);
      throw new RuleBroken(
          "The value must be "
              + oneOf(choices)
              + "."
              + (meant == null ? "" : " Did you mean " + meant + "?"));
    }
  }

  private static void flag(String value) throws RuleBroken {
    String word = value.toLowerCase(Locale.ROOT);
    if (!value.equals("true") && !value.equals("false")) {
      boolean yes = Set.of("true", "yes", "y", "on", "1").contains(word);
      boolean no = Set.of("false", "no", "n", "off", "0").contains(word);
      throw new RuleBroken(
          "The value must be true or false."
              + (yes ? " Did you mean true?" : no ? " Did you mean false?" : ""));
    }
  }

  static String oneOf(List<String> choices) {
    int last = choices.size() - 1;
    return last < 1
        ? String.join("", choices)
        : String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
  }

  /** The items of a list that is written in one value. */
  static List<String> list(String value) throws RuleBroken {
    List<String> items = Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    if (items.contains("")) {
      throw new RuleBroken("An item of the list is empty. Give one, or remove its comma.");
    }
    return items;
  }

  private static void count(String value) throws RuleBroken {
    if (!value.matches("[1-9]\\d{0,8}")) {
      throw new RuleBroken("The value must be a whole number of at least 1.");
    }
  }

  private static void countOrNone(String value) throws RuleBroken {
    if (!value.matches("0|[1-9]\\d{0,8}")) {
      throw new RuleBroken("The value must be a whole number, 0 or more.");
    }
  }

  static int port(String value) throws RuleBroken {
    if (!value.matches("\\d{1,5}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > 65535) {
      throw new RuleBroken("A port is a number from 1 to 65535.");
    }
    return Integer.parseInt(value);
  }

  /**
   * ISO-8601 ({@code PT1M30S}) or a number with a unit ({@code 500ms}, {@code 10s}, {@code 2m},
   * {@code 1h}).
   */
  static Duration duration(String value) throws RuleBroken {
    Matcher matcher = SHORT_DURATION.matcher(value);
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        default -> Duration.ofHours(amount);
      };
    }
    if (value.matches(
        "P(?=.)(\\d{1,4}D)?(T(?=.)(\\d{1,6}H)?(\\d{1,6}M)?(\\d{1,9}(\\.\\d{1,9})?S)?)?")) {
      return Duration.parse(value);
    }
    throw new RuleBroken(
        value.matches("\\d+")
            ? "A duration needs a unit: "
                + value
                + "s for seconds, "
                + value
                + "ms for milliseconds."
            : "A duration is a number with a unit (500ms, 10s, 2m, 1h) or ISO-8601 (PT10S, PT2M).");
  }

  /** A number with a unit: {@code 512 KiB}, {@code 4 MiB}. */
  static long size(String value) throws RuleBroken {
    Matcher matcher = SIZE_WITH_UNIT.matcher(value);
    if (!matcher.matches()) {
      throw new RuleBroken(
          value.matches("\\d+")
              ? "A size needs a unit: " + value + " MiB, " + value + " KiB or " + value + " B."
              : "A size is a number with a unit of B, KiB, MiB or GiB: 512 KiB, 4 MiB.");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "B" -> amount;
      case "KiB" -> amount * 1024;
      case "MiB" -> amount * 1024 * 1024;
      default -> amount * 1024 * 1024 * 1024;
    };
  }

  private static void host(String value) throws RuleBroken {
    if (value.contains("://")) {
      throw new RuleBroken(
          "A host is a name or an address, not a URL: without smtp:// and without a path.");
    }
    if (value.startsWith("[")) {
      throw new RuleBroken("An IPv6 address stands here without brackets.");
    }
    if (value.matches("[^:]*:\\d+")) {
      throw new RuleBroken("The port has a key of its own: port.");
    }
    if (!value.matches("[A-Za-z0-9._:%-]+")) {
      throw new RuleBroken(
          "A host name has letters, digits, dots and hyphens (a name with other letters in its xn--"
              + " form).");
    }
  }

  private static void url(String value) throws RuleBroken {
    URI uri = uri(value);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean loopback = uri.getHost() != null && isLoopback(uri.getHost());
    if (uri.getHost() == null || !Set.of("http", "https").contains(scheme)) {
      throw new RuleBroken("An absolute URL is needed: https://host/path.");
    }
    if (uri.getRawUserInfo() != null) {
      throw new RuleBroken(
          "A URL must not carry a user name or a password; they have keys of their own.");
    }
    if (scheme.equals("http") && !loopback) {
      throw new RuleBroken(
          "Only https is allowed: secrets travel over this connection (http only to this machine"
              + " itself).");
    }
  }

  static URI uri(String value) throws RuleBroken {
    try {
      return new URI(value);
    } catch (URISyntaxException broken) {
      throw new RuleBroken("This is no URL: it has characters that no URL may have.");
    }
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.matches("127(\\.\\d{1,3}){3}")
        || host.equals("[::1]");
  }
}

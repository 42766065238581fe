package dev.mailconnector.cli.sender;

import dev.mailconnector.cli.sender.Zone.Unanswered;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One SPF record with all that it includes (RFC 7208). Not thread-safe. */
final class SpfRecord {
  /** RFC 7208 section 4.6.4. */
  static final int MOST_LOOKUPS = 10;

  /** Of one {@code mx}; the same section. */
  private static final int MOST_HOSTS = 10;

  /** RFC 7208 section 5 and 6; whatever has a macro in it depends on the message. */
  private static final Pattern TERM =
      Pattern.compile(
          "[+?~-]?(all|include:\\S+|(a|mx)(:[^/]+)?(/\\d{1,3})?(//\\d{1,3})?|ptr(:\\S+)?"
              + "|ip4:[0-9./]+|ip6:[0-9a-f:./]+|exists:\\S+)|[a-z][a-z0-9_.-]*=\\S*");

  private final Zone zone;
  private final Set<String> included = new LinkedHashSet<>();
  private final List<String> within = new ArrayList<>();
  private final List<String> ranges = new ArrayList<>();
  private int lookups;
  private @Nullable String problem;
  private @Nullable String all;

  private SpfRecord(Zone zone) {
    this.zone = zone;
  }

  /** Reads this record of this domain, and those that it includes. */
  static SpfRecord read(Zone zone, String domain, String record) throws Unanswered {
    SpfRecord read = new SpfRecord(zone);
    read.within.add(domain);
    read.terms(domain, record, true);
    return read;
  }

  static boolean isSpf(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("v=spf1") || lower.startsWith("v=spf1 ");
  }

  /** How many further questions it takes. */
  int lookups() {
    return lookups;
  }

  /** What is wrong in it, or null. */
  @Nullable String problem() {
    return problem;
  }

  /** Whether it lets everybody send. */
  boolean allowsAnybody() {
    return "+".equals(all);
  }

  /** Whether one of these domains is included, at whatever depth. */
  boolean includes(String domain) {
    return included.contains(domain.toLowerCase(Locale.ROOT));
  }

  /** Whether an address is named. */
  boolean covers(String address) {
    return ranges.stream().anyMatch(range -> contains(range, address));
  }

  private void terms(String domain, String record, boolean top) throws Unanswered {
    String redirect = null;
    String[] terms = record.strip().toLowerCase(Locale.ROOT).split("\\s+");
    for (int i = 1; i < terms.length; i++) {
      String term = terms[i];
      if (!TERM.matcher(term).matches()) {
        problem = "\"" + term + "\" is no term of SPF";
        return;
      }
      if (term.startsWith("redirect=")) {
        redirect = term.substring("redirect=".length());
        continue;
      }
      mechanism(domain, term, top);
    }
    if (redirect != null && (all == null || !top)) {
      follow(redirect, top);
    }
  }

  private void mechanism(String domain, String term, boolean top) throws Unanswered {
    String qualifier = "+?~-".indexOf(term.charAt(0)) >= 0 ? term.substring(0, 1) : "+";
    String mechanism = "+?~-".indexOf(term.charAt(0)) >= 0 ? term.substring(1) : term;
    if (mechanism.equals("all")) {
      all = top ? qualifier : all;
    } else if (mechanism.startsWith("include:")) {
      follow(mechanism.substring("include:".length()), false);
    } else if (mechanism.startsWith("ip4:") || mechanism.startsWith("ip6:")) {
      add(qualifier, mechanism.substring(4));
    } else if (mechanism.matches("(a|mx|ptr|exists)\\b.*")) {
      lookups++;
      named(domain, qualifier, mechanism);
    }
  }

  private void named(String domain, String qualifier, String mechanism) throws Unanswered {
    String target =
        mechanism.contains(":")
            ? mechanism.replaceFirst("^[a-z]+:", "").replaceFirst("/.*", "")
            : domain;
    if (lookups > MOST_LOOKUPS || target.contains("%")) {
      return;
    }
    if (mechanism.matches("a\\b.*")) {
      addresses(qualifier, target, mechanism);
    } else if (mechanism.startsWith("mx")) {
      List<String> hosts = zone.mailHosts(target);
      if (hosts.size() > MOST_HOSTS) {
        problem = "mx of " + target + " leads to more than ten hosts";
        return;
      }
      for (String host : hosts) {
        addresses(qualifier, host, mechanism);
      }
    }
  }

  private void addresses(String qualifier, String host, String mechanism) throws Unanswered {
    String four = mechanism.replaceFirst("//.*", "");
    String six = mechanism.contains("//") ? mechanism.replaceFirst(".*//", "/") : "";
    for (String address : zone.addresses(host)) {
      String length =
          address.contains(":") ? six : four.contains("/") ? four.substring(four.indexOf('/')) : "";
      add(qualifier, address + length);
    }
  }

  /** Only what passes counts. */
  private void add(String qualifier, String range) {
    if (qualifier.equals("+")) {
      ranges.add(range);
    }
  }

  private void follow(String target, boolean top) throws Unanswered {
    lookups++;
    if (target.contains("%") || lookups > MOST_LOOKUPS) {
      return;
    }
    if (within.contains(target)) {
      problem = target + " includes itself";
      return;
    }
    included.add(target);
    List<String> records = zone.texts(target).stream().filter(SpfRecord::isSpf).toList();
    if (records.size() != 1) {
      problem = target + " has " + (records.isEmpty() ? "no SPF record" : "several SPF records");
      return;
    }
    within.add(target);
    terms(target, records.get(0), top);
    within.remove(target);
  }

  private static boolean contains(String range, String address) {
    String[] parts = range.split("/", 2);
    byte[] network = bytes(parts[0]);
    byte[] other = bytes(address);
    if (network == null || other == null || network.length != other.length) {
      return false;
    }
    int bits =
        parts.length == 1 || !parts[1].matches("\\d{1,3}")
            ? network.length * 8
            : Integer.parseInt(parts[1]);
    for (int i = 0; i < Math.min(bits, network.length * 8); i++) {
      int mask = 0x80 >> (i % 8);
      if ((network[i / 8] & mask) != (other[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** Of an address in text form: nothing is looked up. */
  private static byte @Nullable [] bytes(String address) {
    if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return null;
    }
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException noAddress) {
      return null;
    }
  }
}

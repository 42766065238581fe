package dev.mailconnector.cli.sender;

import dev.mailconnector.cli.sender.Zone.Unanswered;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The DMARC policy that holds for a domain: its own, or that of the nearest domain above it, which
 * is what a list of public suffixes is for elsewhere (RFC 7489 section 6.6.3, and the tree walk of
 * its successor).
 *
 * @param domain where it stands
 * @param records what stands there, of DMARC
 * @param value none, quarantine or reject, as it holds for the domain that was asked for; null
 *     where there is none, or several
 */
record DmarcPolicy(String domain, List<String> records, @Nullable String value) {
  private static final Set<String> VALUES = Set.of("none", "quarantine", "reject");

  /** The policy of this domain; without records if there is none. */
  static DmarcPolicy find(Zone zone, String domain) throws Unanswered {
    String each = domain;
    while (each.contains(".")) {
      List<String> records =
          zone.texts("_dmarc." + each).stream()
              .filter(text -> "DMARC1".equals(Tags.of(text, "v")))
              .toList();
      if (!records.isEmpty()) {
        return new DmarcPolicy(each, records, value(records, !each.equals(domain)));
      }
      each = each.substring(each.indexOf('.') + 1);
    }
    return new DmarcPolicy(domain, List.of(), null);
  }

  private static @Nullable String value(List<String> records, boolean inherited) {
    if (records.size() > 1) {
      return null;
    }
    String below = inherited ? Tags.of(records.get(0), "sp") : null;
    String value = below == null ? Tags.of(records.get(0), "p") : below;
    return value != null && VALUES.contains(value.toLowerCase(Locale.ROOT)) ? value : null;
  }

  /** Whether SPF of this envelope domain speaks for this From domain (RFC 7489 section 3.1.2). */
  boolean isAligned(String envelope, String from) {
    if (envelope.equals(from)) {
      return true;
    }
    boolean strict = "s".equals(Tags.of(records.get(0), "aspf"));
    boolean related =
        isBelow(envelope, from)
            || isBelow(from, envelope)
            || (isBelow(envelope, domain) && isBelow(from, domain));
    return related && !strict;
  }

  private static boolean isBelow(String name, String other) {
    return name.equals(other) || name.endsWith("." + other);
  }
}

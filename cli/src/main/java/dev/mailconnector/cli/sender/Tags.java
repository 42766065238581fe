package dev.mailconnector.cli.sender;

import org.jspecify.annotations.Nullable;

/** A list of tags, as DKIM and DMARC have them (RFC 6376 section 3.2). */
final class Tags {
  private Tags() {}

  /** The value of a tag, or null. */
  static @Nullable String of(String list, String tag) {
    for (String each : list.split(";", -1)) {
      String[] parts = each.split("=", 2);
      if (parts.length == 2 && parts[0].strip().equalsIgnoreCase(tag)) {
        return parts[1].strip();
      }
    }
    return null;
  }
}

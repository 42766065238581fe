package dev.mailconnector.live;

import dev.mailconnector.transport.ProviderPreset;
import java.net.URI;

/** The clouds of Microsoft that have a preset, by the word of {@code MICROSOFT_CLOUD}. */
enum MicrosoftCloud {
  GLOBAL("global", "https://login.microsoftonline.com", ProviderPreset.MICROSOFT365),
  US_GOVERNMENT(
      "us-government", "https://login.microsoftonline.us", ProviderPreset.MICROSOFT365_GCC_HIGH),
  CHINA("china", "https://login.partner.microsoftonline.cn", ProviderPreset.MICROSOFT365_CHINA);

  private static final String VARIABLE = "MICROSOFT_CLOUD";

  private final String word;
  private final String authority;
  private final ProviderPreset preset;

  MicrosoftCloud(String word, String authority, ProviderPreset preset) {
    this.word = word;
    this.authority = authority;
    this.preset = preset;
  }

  /** The cloud that the variables name; the global one by default. */
  static MicrosoftCloud of(Variables given) {
    String named = given.getOrNull(VARIABLE);
    for (MicrosoftCloud cloud : values()) {
      if (named == null || cloud.word.equals(named)) {
        return cloud;
      }
    }
    throw new IllegalArgumentException(
        Variables.full(VARIABLE) + " must be global, us-government or china.");
  }

  /** Where its tokens come from. */
  URI authority() {
    return URI.create(authority);
  }

  /** Where mail is handed in; personal accounts have a server of their own. */
  ProviderPreset preset(Variables given) {
    return given.get("MICROSOFT_TENANT").equalsIgnoreCase("consumers")
        ? ProviderPreset.OUTLOOK
        : preset;
  }
}

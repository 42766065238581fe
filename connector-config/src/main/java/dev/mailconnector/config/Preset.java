package dev.mailconnector.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider's values for keys that the account leaves unset.
 *
 * @param name the value of {@code preset}
 * @param remark for the reference page
 * @param values by key path; {@code auth.*} values only reach a type that declares the key
 */
record Preset(String name, String remark, Map<String, String> values) {

  /**
   * All of these are public providers: anybody can check their certificates, so nobody needs {@code
   * verify: none}.
   */
  private static final List<Preset> ALL =
      List.of(
          new Preset(
              "microsoft365",
              "Exchange Online refuses a fourth connection of a mailbox.",
              values(
                  "host", "smtp.office365.com",
                  "port", "587",
                  "tls", "starttls",
                  "limits.connections", "3",
                  "pool.max-age", "PT9M",
                  "auth.token-service", "microsoft")),
          new Preset(
              "gmail",
              "Also for Google Workspace.",
              values(
                  "host", "smtp.gmail.com",
                  "port", "465",
                  "tls", "implicit",
                  "auth.token-service", "google")));

  /** Presets that are refused until they exist. */
  static final List<String> TO_COME =
      List.of(
          "microsoft365-gcc-high",
          "microsoft365-china",
          "microsoft-hve",
          "outlook",
          "azure-communication-services",
          "google-workspace-relay",
          "exchange-server",
          "amazon-ses",
          "sendgrid",
          "mailgun",
          "mailgun-eu",
          "postmark",
          "sparkpost",
          "mailjet",
          "brevo",
          "yahoo",
          "aol",
          "fastmail",
          "zoho",
          "icloud");

  static List<Preset> all() {
    return ALL;
  }

  static List<String> names() {
    return ALL.stream().map(Preset::name).toList();
  }

  static @Nullable Preset named(String name) {
    return ALL.stream().filter(preset -> preset.name.equals(name)).findFirst().orElse(null);
  }

  private static Map<String, String> values(String... keysAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return java.util.Collections.unmodifiableMap(values);
  }
}

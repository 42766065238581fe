package dev.mailconnector.config;

import dev.mailconnector.Account;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
          of(
              "microsoft365",
              "Exchange Online refuses a fourth connection of a mailbox.",
              ProviderPreset.MICROSOFT365,
              "microsoft"),
          of("gmail", "Also for Google Workspace.", ProviderPreset.GMAIL, "google"));

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

  /** Values that are those of every account anyway are left out. */
  private static Preset of(
      String name, String remark, ProviderPreset provider, String tokenService) {
    SmtpEndpoint endpoint = provider.endpoint();
    PoolSettings pool = provider.pool();
    PoolSettings usual = PoolSettings.defaults();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("host", endpoint.host());
    values.put("port", String.valueOf(endpoint.port()));
    values.put("tls", endpoint.tls().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (pool.maxConnections() != usual.maxConnections()) {
      values.put("limits.connections", String.valueOf(pool.maxConnections()));
    }
    if (!pool.maxAge().equals(usual.maxAge())) {
      values.put("pool.max-age", pool.maxAge().toString());
    }
    if (provider.window() != Account.builder(name, endpoint).build().window()) {
      values.put("transaction.window", String.valueOf(provider.window()));
    }
    values.put("auth.token-service", tokenService);
    return new Preset(name, remark, Collections.unmodifiableMap(values));
  }
}

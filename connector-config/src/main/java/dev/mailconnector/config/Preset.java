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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider's values for keys that the account leaves unset.
 *
 * @param name the value of {@code preset}
 * @param remark for the reference page
 * @param values by key path; {@code auth.*} values only reach a type that declares the key
 */
record Preset(String name, String remark, Map<String, String> values) {

  /** Stands in a value where the account's region belongs. */
  static final String REGION = "<auth.region>";

  private static final String HOST = "host";
  private static final String TOKEN_SERVICE = "auth.token-service";
  private static final String AUTHORITY = "auth.authority";
  private static final String MICROSOFT = "microsoft";

  private static final List<Preset> ALL =
      List.of(
          of(
              "microsoft365",
              "Exchange Online refuses a fourth connection of a mailbox.",
              ProviderPreset.MICROSOFT365,
              Map.of(TOKEN_SERVICE, MICROSOFT)),
          of(
              "microsoft365-gcc-high",
              "The US government cloud; never tried against the service.",
              ProviderPreset.MICROSOFT365_GCC_HIGH,
              Map.of(TOKEN_SERVICE, MICROSOFT, AUTHORITY, "https://login.microsoftonline.us")),
          of(
              "microsoft365-china",
              "Run by 21Vianet; never tried against the service.",
              ProviderPreset.MICROSOFT365_CHINA,
              Map.of(
                  TOKEN_SERVICE, MICROSOFT, AUTHORITY, "https://login.partner.microsoftonline.cn")),
          of(
              "microsoft-hve",
              "High Volume Email: internal recipients only; the application needs Mail.Send.",
              ProviderPreset.MICROSOFT_HVE,
              Map.of(
                  TOKEN_SERVICE,
                  MICROSOFT,
                  "auth.scope",
                  "https://outlook.office.com/.default",
                  "auth.renewal",
                  "high-volume-email")),
          of(
              "outlook",
              "Personal accounts (outlook.com, hotmail.com): `grant: refresh-token`.",
              ProviderPreset.OUTLOOK,
              Map.of(TOKEN_SERVICE, MICROSOFT, "auth.tenant", "consumers")),
          of(
              "azure-communication-services",
              "Takes a password only; `user` names resource, application and tenant.",
              ProviderPreset.AZURE_COMMUNICATION_SERVICES,
              Map.of()),
          of(
              "gmail",
              "Also for Google Workspace.",
              ProviderPreset.GMAIL,
              Map.of(TOKEN_SERVICE, "google")),
          exchangeServer());

  /** Presets that are refused until they exist. */
  static final List<String> TO_COME = List.of("google-workspace-relay");

  private static final List<Preset> EVERY =
      Stream.concat(ALL.stream(), PasswordPresets.all().stream()).toList();

  static List<Preset> all() {
    return EVERY;
  }

  static List<String> names() {
    return EVERY.stream().map(Preset::name).toList();
  }

  static List<String> publicNames() {
    return EVERY.stream().filter(Preset::isPublic).map(Preset::name).toList();
  }

  /**
   * Whether it is a provider's own server: anybody can check its certificate, so nobody needs
   * {@code verify: none}.
   */
  boolean isPublic() {
    return values.containsKey(HOST);
  }

  static @Nullable Preset named(String name) {
    return EVERY.stream().filter(preset -> preset.name.equals(name)).findFirst().orElse(null);
  }

  /** The preset of a provider whose server this is, or null. */
  static @Nullable Preset ofHost(@Nullable String host) {
    return EVERY.stream()
        .filter(preset -> preset.values.getOrDefault(HOST, "").equalsIgnoreCase(host))
        .findFirst()
        .orElse(null);
  }

  /**
   * The value of a key, with the account's region in its place.
   *
   * @param region the account's {@code auth.region}, or null
   */
  @Nullable String value(String path, @Nullable String region) {
    String value = values.get(path);
    if (value == null || !value.contains(REGION)) {
      return value;
    }
    return region == null || !region.matches("[a-z0-9-]{1,40}")
        ? null
        : value.replace(REGION, region);
  }

  /** Whether it tells who logs in, so that an account names no user. */
  boolean knowsUser() {
    return values.containsKey("user") || values.containsKey("auth.user-is-password");
  }

  /** Each company has its own server, and its own login. */
  private static Preset exchangeServer() {
    Account account = Account.exchangeServer("a", "exchange.invalid").build();
    Map<String, String> values = values(account.endpoint(), account.pool(), account.window());
    values.remove(HOST);
    return new Preset(
        "exchange-server",
        "An Exchange server of a company: give `host`. Log in by `auth.type: ntlm`, `kerberos` or"
            + " `password`.",
        Collections.unmodifiableMap(values));
  }

  static Preset of(String name, String remark, ProviderPreset provider, Map<String, String> login) {
    Map<String, String> values = values(provider.endpoint(), provider.pool(), provider.window());
    values.putAll(new TreeMap<>(login));
    return new Preset(name, remark, Collections.unmodifiableMap(values));
  }

  /** Values that are those of every account anyway are left out. */
  private static Map<String, String> values(SmtpEndpoint endpoint, PoolSettings pool, int window) {
    PoolSettings usual = PoolSettings.defaults();
    Map<String, String> values = new LinkedHashMap<>();
    values.put(HOST, endpoint.host());
    values.put("port", String.valueOf(endpoint.port()));
    values.put("tls", endpoint.tls().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (pool.maxConnections() != usual.maxConnections()) {
      values.put("limits.connections", String.valueOf(pool.maxConnections()));
    }
    if (pool.maxMessages() != usual.maxMessages()) {
      values.put("limits.messages-per-connection", String.valueOf(pool.maxMessages()));
    }
    if (!pool.idleTimeout().equals(usual.idleTimeout())) {
      values.put("pool.idle-timeout", pool.idleTimeout().toString());
    }
    if (!pool.maxAge().equals(usual.maxAge())) {
      values.put("pool.max-age", pool.maxAge().toString());
    }
    if (window != Account.builder("a", endpoint).build().window()) {
      values.put("transaction.window", String.valueOf(window));
    }
    return values;
  }
}

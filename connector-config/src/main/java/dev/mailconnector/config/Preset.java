package dev.mailconnector.config;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.provider.PasswordPolicy;
import dev.mailconnector.provider.Source;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider's values for keys that an account leaves unset, each with its source; what else is
 * known of the provider; and an account that works there. Immutable and thread-safe. {@code
 * docs/presets.md} and {@code mailconnector presets} show all of them.
 */
public final class Preset {
  /** Stands in a value where the account's region belongs. */
  static final String REGION = "<auth.region>";

  static final String HOST = "host";

  private static final List<Preset> ALL =
      Stream.of(
              MicrosoftPresets.all(),
              GooglePresets.all(),
              ServicePresets.all(),
              MailboxPresets.all())
          .flatMap(List::stream)
          .toList();

  private final String name;
  private final String remark;
  private final List<Setting> settings;
  private final List<Fact> facts;
  private final List<SmtpEndpoint> otherEndpoints;
  private final String example;
  private final Map<String, String> values;

  Preset(
      String name,
      String remark,
      List<Setting> settings,
      List<Fact> facts,
      List<SmtpEndpoint> otherEndpoints,
      String example) {
    this.name = name;
    this.remark = remark;
    this.settings = List.copyOf(settings);
    this.facts = List.copyOf(facts);
    this.otherEndpoints = List.copyOf(otherEndpoints);
    this.example = example;
    Map<String, String> all = new LinkedHashMap<>();
    settings.forEach(setting -> all.put(setting.key(), setting.value()));
    this.values = Collections.unmodifiableMap(all);
  }

  /**
   * A value that takes effect.
   *
   * @param key the path of the key; {@code auth.*} only reaches a type of login that knows the key
   * @param value as a configuration would have it; <code>&lt;auth.region&gt;</code> stands for the
   *     account's region
   * @param source where it comes from
   */
  public record Setting(String key, String value, Source source) {}

  /**
   * What is known of a provider but takes no effect by itself: a quota, a limit that depends on the
   * customer, a second server.
   *
   * @param text whole sentences
   * @param source where they come from
   */
  public record Fact(String text, Source source) {}

  /** All presets, Microsoft's and Google's first. */
  public static List<Preset> all() {
    return ALL;
  }

  /**
   * The preset that people mean by this name: its own, or any that {@link ProviderPreset#named}
   * knows ({@code office365}, {@code outlook.com}, {@code sendinblue}).
   */
  public static Optional<Preset> named(String name) {
    return Optional.ofNullable(PresetNames.meant(name));
  }

  /**
   * The same, for a name that must be one.
   *
   * @throws ConfigurationException if it is none; says which was meant
   */
  public static Preset require(String name) {
    try {
      PresetChoice.check(name);
      return named(name).orElseThrow();
    } catch (RuleBroken broken) {
      throw ConfigurationException.of("preset", name, broken.rule());
    }
  }

  /** Where a provider's preset is needed that is certain to be there. */
  static Preset of(ProviderPreset provider) {
    return ALL.stream()
        .filter(preset -> preset.name.equals(provider.presetName()))
        .findFirst()
        .orElseThrow();
  }

  static @Nullable Preset exactly(String name) {
    return ALL.stream().filter(preset -> preset.name.equals(name)).findFirst().orElse(null);
  }

  static List<String> names() {
    return ALL.stream().map(Preset::name).toList();
  }

  static List<String> publicNames() {
    return ALL.stream().filter(Preset::isPublic).map(Preset::name).toList();
  }

  /** The value of {@code preset}. */
  public String name() {
    return name;
  }

  /** What to know first; whole sentences. */
  public String remark() {
    return remark;
  }

  /** Its values, each with its source. */
  public List<Setting> settings() {
    return settings;
  }

  /** What else is known of the provider. */
  public List<Fact> facts() {
    return facts;
  }

  /** Where else the provider takes mail in, best first; empty where nothing else is known. */
  public List<SmtpEndpoint> otherEndpoints() {
    return otherEndpoints;
  }

  /** What the provider does with passwords, where it does not simply take them. */
  public Optional<PasswordPolicy> passwords() {
    String host = values.get(HOST);
    return host == null ? Optional.empty() : PasswordPolicy.at(host);
  }

  /** An account that works there: lines of YAML, secrets from the environment. */
  public String example() {
    return example;
  }

  /** The value of a key, if it sets one. */
  public Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  Map<String, String> values() {
    return values;
  }

  /**
   * Whether it is a provider's own server: anybody can check its certificate, so nobody needs
   * {@code verify: none}.
   */
  boolean isPublic() {
    return values.containsKey(HOST);
  }

  /** The preset of a provider whose server this is, or null. */
  static @Nullable Preset ofHost(@Nullable String host) {
    String name = host == null ? "" : host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return ALL.stream().filter(preset -> preset.hasServer(name)).findFirst().orElse(null);
  }

  private boolean hasServer(String name) {
    String own = values.getOrDefault(HOST, "");
    int region = own.indexOf(REGION);
    return region < 0
        ? !own.isEmpty() && own.equals(name)
        : name.startsWith(own.substring(0, region))
            && name.endsWith(own.substring(region + REGION.length()))
            && name.length() > own.length() - REGION.length();
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

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}

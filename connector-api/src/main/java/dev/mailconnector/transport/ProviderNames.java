package dev.mailconnector.transport;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What people call the providers, and the domains that these give to everybody. Domains are those
 * of Thunderbird's autoconfiguration (github.com/thunderbird/autoconfig, ispdb), names those of
 * nodemailer (lib/well-known/services.json) and of the providers themselves.
 */
final class ProviderNames {
  /** Without hyphens, dots and blanks; beside the names of presets, servers and domains. */
  private static final Map<String, ProviderPreset> SPELLINGS =
      Map.ofEntries(
          entry("m365", ProviderPreset.MICROSOFT365),
          entry("ms365", ProviderPreset.MICROSOFT365),
          entry("o365", ProviderPreset.MICROSOFT365),
          entry("office365", ProviderPreset.MICROSOFT365),
          entry("office365com", ProviderPreset.MICROSOFT365),
          entry("outlook365", ProviderPreset.MICROSOFT365),
          entry("exchangeonline", ProviderPreset.MICROSOFT365),
          entry("gcchigh", ProviderPreset.MICROSOFT365_GCC_HIGH),
          entry("hve", ProviderPreset.MICROSOFT_HVE),
          entry("highvolumeemail", ProviderPreset.MICROSOFT_HVE),
          entry("hotmail", ProviderPreset.OUTLOOK),
          entry("live", ProviderPreset.OUTLOOK),
          entry("msn", ProviderPreset.OUTLOOK),
          entry("acs", ProviderPreset.AZURE_COMMUNICATION_SERVICES),
          entry("googlemail", ProviderPreset.GMAIL),
          entry("gmailworkspace", ProviderPreset.GOOGLE_WORKSPACE_RELAY),
          entry("gmailrelay", ProviderPreset.GOOGLE_WORKSPACE_RELAY),
          entry("workspacerelay", ProviderPreset.GOOGLE_WORKSPACE_RELAY),
          entry("postmarkapp", ProviderPreset.POSTMARK),
          entry("sparkpostmail", ProviderPreset.SPARKPOST),
          entry("sendinblue", ProviderPreset.BREVO),
          entry("ymail", ProviderPreset.YAHOO),
          entry("me", ProviderPreset.ICLOUD),
          entry("mac", ProviderPreset.ICLOUD));

  private static final Map<String, ProviderPreset> DOMAINS = domains();

  /** A tenant of Microsoft has a domain below one of these from its first day. */
  private static final Map<String, ProviderPreset> TENANTS =
      Map.of(
          ".onmicrosoft.com", ProviderPreset.MICROSOFT365,
          ".onmicrosoft.us", ProviderPreset.MICROSOFT365_GCC_HIGH,
          ".partner.onmschina.cn", ProviderPreset.MICROSOFT365_CHINA);

  private ProviderNames() {}

  static Optional<ProviderPreset> named(String name) {
    String word = plain(name);
    Optional<ProviderPreset> own =
        Arrays.stream(ProviderPreset.values())
            .filter(
                preset ->
                    word.equals(plain(preset.name()))
                        || word.equals(plain(preset.endpoint().host())))
            .findFirst();
    return own.or(() -> Optional.ofNullable(SPELLINGS.get(word)))
        .or(() -> forDomain(name.strip()))
        .or(() -> ofDomainWithoutDots(word))
        .or(() -> withoutDotCom(word));
  }

  /** Whose mailboxes have this domain. */
  static Optional<ProviderPreset> forDomain(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    ProviderPreset known = DOMAINS.get(lower);
    if (known != null) {
      return Optional.of(known);
    }
    return TENANTS.entrySet().stream()
        .filter(tenant -> lower.endsWith(tenant.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<ProviderPreset> ofDomainWithoutDots(String word) {
    return DOMAINS.entrySet().stream()
        .filter(domain -> word.equals(plain(domain.getKey())))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** {@code sendgrid.com}, {@code Mailgun-com}: the name of a service with its site's ending. */
  private static Optional<ProviderPreset> withoutDotCom(String word) {
    return word.endsWith("com")
        ? Arrays.stream(ProviderPreset.values())
            .filter(preset -> word.equals(plain(preset.name()) + "com"))
            .findFirst()
        : Optional.empty();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static Map<String, ProviderPreset> domains() {
    Map<String, ProviderPreset> domains = new HashMap<>();
    put(domains, ProviderPreset.GMAIL, List.of("gmail.com", "googlemail.com"));
    put(domains, ProviderPreset.OUTLOOK, List.of("windowslive.com", "msn.com", "livemail.tw"));
    put(
        domains,
        ProviderPreset.OUTLOOK,
        under(
            "outlook",
            """
            com at be cl cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk co.id co.il co.th
            com.ar com.au com.br com.gr com.tr com.vn
            """));
    put(
        domains,
        ProviderPreset.OUTLOOK,
        under(
            "hotmail",
            """
            com be ca cl cz de dk es fi fr gr hu it lt lv my nl no ph rs se sg sk co.id co.il
            co.in co.jp co.kr co.th co.uk co.za com.ar com.au com.br com.hk com.tr com.tw com.vn
            """));
    put(
        domains,
        ProviderPreset.OUTLOOK,
        under(
            "live",
            """
            com at be ca cl cn de dk fi fr hk ie in it jp nl no ru se co.jp co.kr co.uk co.za
            com.ar com.au com.mx com.my com.ph com.pt com.sg
            """));
    put(
        domains,
        ProviderPreset.YAHOO,
        under("yahoo", "com de it fr es se co.in co.uk co.nz com.au com.ar com.br com.mx"));
    put(domains, ProviderPreset.YAHOO, List.of("ymail.com", "myyahoo.com", "rocketmail.com"));
    put(
        domains,
        ProviderPreset.AOL,
        under("aol", "com de it fr es se co.uk co.nz com.au com.ar com.br com.mx"));
    put(domains, ProviderPreset.AOL, List.of("aim.com", "netscape.net", "compuserve.com"));
    put(domains, ProviderPreset.ICLOUD, List.of("icloud.com", "me.com", "mac.com"));
    put(domains, ProviderPreset.FASTMAIL, List.of("fastmail.com", "fastmail.fm"));
    put(domains, ProviderPreset.ZOHO, List.of("zoho.com", "zohomail.com"));
    return Map.copyOf(domains);
  }

  private static List<String> under(String brand, String endings) {
    return Arrays.stream(endings.strip().split("\\s+"))
        .map(ending -> brand + "." + ending)
        .toList();
  }

  private static void put(
      Map<String, ProviderPreset> domains, ProviderPreset provider, List<String> names) {
    names.forEach(name -> domains.put(name, provider));
  }
}

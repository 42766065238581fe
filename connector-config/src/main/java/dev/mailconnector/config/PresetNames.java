package dev.mailconnector.config;

import dev.mailconnector.transport.ProviderPreset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people write for {@code preset}. */
final class PresetNames {
  /**
   * The services that have no one server of their own, so that {@link ProviderPreset} lacks them.
   */
  private static final Map<String, String> WITHOUT_SERVER =
      Map.of(
          "amazonses", "amazon-ses",
          "awsses", "amazon-ses",
          "ses", "amazon-ses",
          "exchangeserver", "exchange-server");

  private static final String GOOGLE =
      "gmail for mailboxes (Google Workspace too), or google-workspace-relay for its SMTP relay?";
  private static final String MICROSOFT =
      "microsoft365 for a company's mailboxes, or outlook for personal ones?";

  /** Names of several, or of nearly one. */
  private static final Map<String, String> QUESTIONS =
      Map.ofEntries(
          Map.entry(
              "exchange",
              "exchange-server for a server of your own, or microsoft365 for Exchange Online?"),
          Map.entry("exchange2019", "exchange-server, with host? Exchange Online is microsoft365."),
          Map.entry(
              "msexchange",
              "exchange-server for a server of your own, or microsoft365 for Exchange Online?"),
          Map.entry("microsoft", MICROSOFT),
          Map.entry("microsoftcom", MICROSOFT),
          Map.entry("google", GOOGLE),
          Map.entry("googlecom", GOOGLE),
          Map.entry("gsuite", GOOGLE),
          Map.entry("googleapps", GOOGLE),
          Map.entry("googleworkspace", GOOGLE),
          Map.entry("workspace", GOOGLE),
          Map.entry("aws", "amazon-ses?"),
          Map.entry("amazon", "amazon-ses?"),
          Map.entry("azure", "azure-communication-services, or microsoft365?"),
          Map.entry("twilio", "sendgrid?"),
          Map.entry("apple", "icloud?"));

  private static final Pattern SES =
      Pattern.compile("(?:amazon|aws)?-?ses-([a-z]{2}(?:-[a-z]+)+-\\d)");

  private PresetNames() {}

  static @Nullable Preset meant(String name) {
    Preset exact = Preset.exactly(name);
    if (exact != null) {
      return exact;
    }
    String own = WITHOUT_SERVER.get(plain(name));
    return own != null
        ? Preset.exactly(own)
        : ProviderPreset.named(name).map(Preset::of).orElse(null);
  }

  /** What to ask somebody who wrote this name, or null. */
  static @Nullable String question(String name) {
    Matcher ses = SES.matcher(name.strip().toLowerCase(Locale.ROOT));
    return ses.matches()
        ? "amazon-ses with auth.region: " + ses.group(1) + "?"
        : QUESTIONS.get(plain(name));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}

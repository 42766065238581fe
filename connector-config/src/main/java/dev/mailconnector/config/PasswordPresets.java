package dev.mailconnector.config;

import dev.mailconnector.transport.ProviderPreset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The presets of services that take a password, an app password or an API key. */
final class PasswordPresets {
  private static final String APP_PASSWORD = "Takes an app password, not the account's own.";

  private PasswordPresets() {}

  static List<Preset> all() {
    return List.of(
        amazonSes(),
        preset(
            "sendgrid", "The password is an API key.", ProviderPreset.SENDGRID, "user", "apikey"),
        preset("mailgun", "SMTP credentials of the sending domain.", ProviderPreset.MAILGUN),
        preset("mailgun-eu", "Domains of the EU region.", ProviderPreset.MAILGUN_EU),
        preset(
            "postmark",
            "The password is a server API token; with `user`, a message stream's SMTP token.",
            ProviderPreset.POSTMARK,
            "auth.user-is-password",
            "true"),
        preset(
            "sparkpost",
            "The password is an API key; EU: `host: smtp.eu.sparkpostmail.com`.",
            ProviderPreset.SPARKPOST,
            "user",
            "SMTP_Injection"),
        preset(
            "mailjet",
            "`user` is the API key, the password its secret key.",
            ProviderPreset.MAILJET),
        preset("brevo", "The password is an SMTP key, not an API key.", ProviderPreset.BREVO),
        preset("yahoo", APP_PASSWORD, ProviderPreset.YAHOO),
        preset("aol", APP_PASSWORD, ProviderPreset.AOL),
        preset("fastmail", APP_PASSWORD, ProviderPreset.FASTMAIL),
        preset(
            "zoho",
            "Each region has a server of its own: `host: smtp.zoho.eu`.",
            ProviderPreset.ZOHO),
        preset("icloud", "Takes an app-specific password.", ProviderPreset.ICLOUD));
  }

  /** SES drops what is above the account's messages per second, so one is in flight at a time. */
  private static Preset amazonSes() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("host", "email-smtp." + Preset.REGION + ".amazonaws.com");
    values.put("port", "465");
    values.put("tls", "implicit");
    values.put("transaction.window", "1");
    return new Preset(
        "amazon-ses", "`user` is the id of an access key.", Collections.unmodifiableMap(values));
  }

  private static Preset preset(String name, String remark, ProviderPreset provider) {
    return Preset.of(name, remark, provider, Map.of());
  }

  private static Preset preset(
      String name, String remark, ProviderPreset provider, String key, String value) {
    return Preset.of(name, remark, provider, Map.of(key, value));
  }
}

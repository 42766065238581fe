package dev.mailconnector.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service that nodemailer knows by name, as far as it is a preset here.
 *
 * @param preset the preset
 * @param host the server where the service's name tells it; null for the preset's
 */
record NodemailerService(String preset, @Nullable String host) {
  /** SES is one service for each region: {@code SES-EU-WEST-1}. */
  private static final Pattern SES = Pattern.compile("ses(?:-([a-z]{2}(?:-[a-z]+)+-\\d))?");

  private static final Map<String, String> PRESETS =
      Map.ofEntries(
          Map.entry("gmail", "gmail"),
          Map.entry("googlemail", "gmail"),
          Map.entry("gmailcom", "gmail"),
          Map.entry("googlemailcom", "gmail"),
          Map.entry("gmailworkspace", "google-workspace-relay"),
          Map.entry("outlook365", "microsoft365"),
          Map.entry("hotmail", "outlook"),
          Map.entry("hotmailcom", "outlook"),
          Map.entry("outlook", "outlook"),
          Map.entry("outlookcom", "outlook"),
          Map.entry("sendgrid", "sendgrid"),
          Map.entry("mailgun", "mailgun"),
          Map.entry("postmark", "postmark"),
          Map.entry("postmarkapp", "postmark"),
          Map.entry("sparkpost", "sparkpost"),
          Map.entry("mailjet", "mailjet"),
          Map.entry("sendinblue", "brevo"),
          Map.entry("brevo", "brevo"),
          Map.entry("yahoo", "yahoo"),
          Map.entry("yahoocom", "yahoo"),
          Map.entry("aol", "aol"),
          Map.entry("aolcom", "aol"),
          Map.entry("fastmail", "fastmail"),
          Map.entry("fastmailfm", "fastmail"),
          Map.entry("zoho", "zoho"),
          Map.entry("icloud", "icloud"),
          Map.entry("me", "icloud"),
          Map.entry("mecom", "icloud"),
          Map.entry("mac", "icloud"),
          Map.entry("maccom", "icloud"));

  /** The service of a name, in capitals and punctuation of any kind, or null. */
  static @Nullable NodemailerService named(String name) {
    String word = name.strip().toLowerCase(Locale.ROOT);
    Matcher ses = SES.matcher(word);
    if (ses.matches()) {
      // Without a region it is nodemailer's own choice.
      String region = ses.group(1) == null ? "us-east-1" : ses.group(1);
      return new NodemailerService("amazon-ses", "email-smtp." + region + ".amazonaws.com");
    }
    String preset = PRESETS.get(word.replaceAll("[^a-z0-9]", ""));
    return preset == null ? null : new NodemailerService(preset, null);
  }
}

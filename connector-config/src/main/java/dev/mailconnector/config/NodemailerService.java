package dev.mailconnector.config;

import dev.mailconnector.transport.ProviderPreset;
import java.util.Locale;
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

  /** The service of a name, in capitals and punctuation of any kind, or null. */
  static @Nullable NodemailerService named(String name) {
    String word = name.strip().toLowerCase(Locale.ROOT);
    Matcher ses = SES.matcher(word);
    if (ses.matches()) {
      // Without a region it is nodemailer's own choice.
      String region = ses.group(1) == null ? "us-east-1" : ses.group(1);
      return new NodemailerService("amazon-ses", "email-smtp." + region + ".amazonaws.com");
    }
    return ProviderPreset.named(word)
        .map(preset -> new NodemailerService(preset.presetName(), null))
        .orElse(null);
  }
}

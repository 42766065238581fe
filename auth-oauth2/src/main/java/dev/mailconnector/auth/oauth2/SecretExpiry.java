package dev.mailconnector.auth.oauth2;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.BiFunction;

/** The end of a client secret, as a configuration names it. */
final class SecretExpiry {
  static final String KEY = "client-secret-expires";

  private SecretExpiry() {}

  /** The builder with the end of the settings, if they name one. */
  static <B> B of(Given given, B builder, BiFunction<B, Instant, B> expiring) {
    String text = given.textOrNull(KEY);
    return text == null ? builder : expiring.apply(builder, moment(given, text));
  }

  /** A day means its beginning in UTC: rather a day early. */
  private static Instant moment(Given given, String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException malformed) {
      throw given
          .settings()
          .error(KEY, "It must be a day like 2027-01-31 or a moment like 2027-01-31T08:00:00Z.");
    }
  }
}

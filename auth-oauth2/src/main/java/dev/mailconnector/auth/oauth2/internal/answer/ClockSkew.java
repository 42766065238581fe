package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** This machine's clock beside the issuer's, which each answer tells ({@code Date}, RFC 9110). */
final class ClockSkew {
  /** Less than this no issuer minds. */
  private static final Duration HARMLESS = Duration.ofMinutes(1);

  private ClockSkew() {}

  /** The issuer's time when it answered; this machine's where it did not say. */
  static Instant issuerTime(HttpAnswer answer, InstantSource clock) {
    Instant date = date(answer.header("Date"));
    return date == null ? clock.instant() : date;
  }

  /** An HTTP date, RFC 9110 section 5.6.7; null for anything else. */
  static @Nullable Instant date(@Nullable String text) {
    return text == null ? null : DateUtils.parseStandardDate(text);
  }

  /**
   * What to say where a request was refused that was signed with this machine's time; empty if the
   * clocks agree.
   */
  static String advice(HttpAnswer answer, InstantSource clock) {
    Duration ahead = Duration.between(issuerTime(answer, clock), clock.instant());
    if (ahead.abs().compareTo(HARMLESS) < 0) {
      return "";
    }
    return " This machine's clock is "
        + words(ahead.abs())
        + (ahead.isNegative() ? " behind" : " ahead of")
        + " the issuer's, by the date of its answer, and what is signed with a wrong time is refused:"
        + " whoever runs this machine must set its clock (NTP).";
  }

  private static String words(Duration exact) {
    Duration time = exact.plusSeconds(30);
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutes() + " min";
  }
}

package dev.mailconnector.internal.probe;

import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** This machine's clock beside another one. */
final class ClockLook {
  /** Kerberos and Google's assertions allow no more than five minutes. */
  private static final Duration HARMLESS = Duration.ofMinutes(5);

  /** RFC 5322 section 3.3, as Exchange, Exim and Sendmail have it in their greetings. */
  private static final Pattern DATE =
      Pattern.compile("\\d{1,2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} [+-]\\d{4}");

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss Z", Locale.US);

  private ClockLook() {}

  /** What a greeting tells of the time, where it has a date. */
  static List<ProbeFinding> atGreeting(String greeting, Instant now) {
    Matcher date = DATE.matcher(greeting);
    if (!date.find()) {
      return List.of();
    }
    Instant theirs;
    try {
      theirs = OffsetDateTime.parse(date.group(), FORMAT).toInstant();
    } catch (DateTimeException noDate) {
      return List.of();
    }
    ProbeFinding finding = between("the greeting of the mail server", theirs, now);
    return finding == null ? List.of() : List.of(finding);
  }

  /** The difference, or null where it is harmless. */
  static @Nullable ProbeFinding between(String source, Instant theirs, Instant now) {
    Duration ahead = Duration.between(theirs, now);
    if (ahead.abs().compareTo(HARMLESS) < 0) {
      return null;
    }
    return ProbeFinding.of(
        "This machine says "
            + now.truncatedTo(ChronoUnit.SECONDS)
            + ", and "
            + source
            + " says "
            + theirs.truncatedTo(ChronoUnit.SECONDS)
            + ": it is "
            + roughly(ahead.abs())
            + (ahead.isNegative() ? " behind" : " ahead"),
        DiagnosisCatalogue.CLOCK_WRONG);
  }

  private static String roughly(Duration difference) {
    if (difference.compareTo(Duration.ofHours(2)) < 0) {
      return difference.toMinutes() + " min";
    }
    return difference.compareTo(Duration.ofDays(2)) < 0
        ? difference.toHours() + " h"
        : difference.toDays() + " days";
  }
}

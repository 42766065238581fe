package dev.mailconnector.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time that is not zero, as a configuration writes it: {@code 90s}, {@code 5m}, {@code PT5M}. */
final class LimitOption implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    String upper = text.trim().toUpperCase(Locale.ROOT);
    try {
      Duration duration = Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeException malformed) {
      // Told below.
    }
    throw new TypeConversionException("'" + text + "' is not a time such as 90s, 5m or PT5M");
  }
}

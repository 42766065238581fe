package dev.mailconnector.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link Dialect#RAILS}: finds the settings in YAML or in Ruby. */
final class RailsReader implements DialectReader {
  /** A hash with rockets, an assignment, a line that ends in a comma, pairs in one line. */
  private static final Pattern RUBY =
      Pattern.compile(
          "(?m)^[^#\\n]*\\bsmtp_settings\\s*=[^=]|^[\\s{]*(?::\\w+|\"\\w+\"|'\\w+')\\s*=>"
              + "|^\\s*\\w+:\\s*(?:[\"':\\d]|true|false|nil|ENV|OpenSSL|Rails)[^#\\n]*,\\s*(?:#.*|:?\\w+(?::|\\s*=>)\\s.*)?$"
              + "|\\A\\s*\\{");

  @Override
  public Raw.@Nullable Section read(
      String text, String name, ForeignVariables environment, Problems problems) {
    ForeignSettings given =
        RUBY.matcher(text).find()
            ? new RailsHash(name, environment, problems).read(text)
            : new RailsYaml(name, environment, problems).read(text);
    return given == null
        ? null
        : new RailsSettings(given, problems).translate(new Origin(name, 1, 1));
  }

  @Override
  public List<ForeignKey> keys() {
    return RailsSettings.KEYS;
  }
}

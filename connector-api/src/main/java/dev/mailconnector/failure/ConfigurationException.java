package dev.mailconnector.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A setting that cannot be: thrown when it is made, not when the first message is sent. */
public final class ConfigurationException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final @Nullable String value;
  private final String further;

  private ConfigurationException(
      String key, @Nullable String value, FailureDetail detail, String further) {
    super(detail, further);
    this.key = key;
    this.value = value;
    this.further = further;
  }

  /**
   * A value that breaks a rule.
   *
   * @param key the full path of the key, with file and line where there are any: {@code
   *     mail.yaml:12 accounts.robot.port}
   * @param value the value as it was given, or null for a missing or secret one
   * @param rule what the value must be, and the nearest valid spelling where there is one
   */
  public static ConfigurationException of(String key, @Nullable String value, String rule) {
    String what = value == null ? key : key + ": \"" + value + "\"";
    return new ConfigurationException(
        key,
        value,
        FailureDetail.of(Stage.CONFIGURATION, what, Advice.FIX_CONFIGURATION, rule),
        "");
  }

  /**
   * The same failure, with other errors listed in its message; everything else stays about this one
   * alone.
   */
  public ConfigurationException withFurtherErrors(List<String> errors) {
    return errors.isEmpty()
        ? this
        : new ConfigurationException(
            key, value, detail(), "\nFurther errors:\n- " + String.join("\n- ", errors));
  }

  /** The full path of the key. */
  public String key() {
    return key;
  }

  /** The value as it was given; null for a missing or secret one. */
  public @Nullable String value() {
    return value;
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new ConfigurationException(key, value, other, further);
  }
}

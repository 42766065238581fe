package dev.mailconnector.spi;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.internal.diagnosis.SecretRows;
import org.jspecify.annotations.Nullable;

/** A {@link KeyFile} without a usable key: which setting is to blame, why, and what to do. */
public final class UnusableKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final @Nullable String value;
  private final String why;
  private final Remedy remedy;

  UnusableKeyException(String key, @Nullable String value, String why, String remedy) {
    this(key, value, why, new Remedy(SecretRows.KEY_FILE, remedy));
  }

  UnusableKeyException(String key, @Nullable String value, String why, Remedy remedy) {
    super(why + ". " + remedy.text());
    this.key = key;
    this.value = value;
    this.why = why;
    this.remedy = remedy;
  }

  /** What is wrong, in one sentence without a final stop. */
  public String why() {
    return why;
  }

  /** What to do. */
  public Remedy remedy() {
    return remedy;
  }

  /**
   * The same as a mistake of the configuration.
   *
   * @param section what stands before the key: {@code auth.}, or nothing
   */
  public ConfigurationException toConfigurationException(String section) {
    return ConfigurationException.of(section + key, value, why + ". " + remedy.text());
  }
}

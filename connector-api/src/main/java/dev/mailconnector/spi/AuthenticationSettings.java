package dev.mailconnector.spi;

import dev.mailconnector.failure.ConfigurationException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one account as an {@link AuthenticationType} sees them: already checked against
 * its {@linkplain AuthenticationType#keys() declared keys}. Key names are relative to {@code auth}.
 */
public interface AuthenticationSettings {

  /** The account's {@code user}: the login identity; null if none is set. */
  @Nullable String user();

  /** The account's {@code host}, its preset's if it has none itself; null where none is known. */
  default @Nullable String host() {
    return null;
  }

  /** The value of a text, choice, flag or URL key, its default, or null. */
  @Nullable String text(String key);

  /**
   * A secret that is read again on every call, so that a file or vault may rotate it; null if the
   * key is not set.
   */
  @Nullable SecretSource secret(String key);

  /** The value of a file key, or of a text key that is a path; null if it is not set. */
  @Nullable Path file(String key);

  /** Whether the key is set in the configuration (a default does not count). */
  boolean isSet(String key);

  /**
   * A variable of the environment that the configuration was read with, for settings that a
   * platform hands to every process ({@code AZURE_TENANT_ID}); null if it is not set or empty. By
   * default there is no environment.
   */
  default @Nullable String environment(String variable) {
    return null;
  }

  /**
   * A failure about this key that names file, line, full path and the rule; the caller throws it.
   */
  ConfigurationException error(String key, String rule);

  /**
   * Tells whoever checks the configuration of a value that is allowed but unwise.
   *
   * @param name the key
   * @param rule what is unwise, and what would be better
   */
  default void warn(String name, String rule) {}
}

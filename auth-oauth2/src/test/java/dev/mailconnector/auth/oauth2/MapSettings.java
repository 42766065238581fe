package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a login without a configuration file around them. */
record MapSettings(
    @Nullable String user, Map<String, String> values, Map<String, String> environment)
    implements AuthenticationSettings {
  @Override
  public @Nullable String text(String key) {
    return values.get(key);
  }

  @Override
  public @Nullable SecretSource secret(String key) {
    String value = values.get(key);
    return value == null ? null : SecretSource.fixed(Secret.of(value));
  }

  @Override
  public @Nullable Path file(String key) {
    String value = values.get(key);
    return value == null ? null : Path.of(value);
  }

  @Override
  public boolean isSet(String key) {
    return values.containsKey(key);
  }

  @Override
  public @Nullable String environment(String variable) {
    return environment.get(variable);
  }

  @Override
  public ConfigurationException error(String key, String rule) {
    return ConfigurationException.of("mail.yaml:7 auth." + key, null, rule);
  }
}

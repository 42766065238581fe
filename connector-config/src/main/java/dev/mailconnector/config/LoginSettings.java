package dev.mailconnector.config;

import dev.mailconnector.config.ConfigurationProblem.Severity;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one account as its authentication type sees them. Used while one login is made,
 * by one thread.
 */
final class LoginSettings implements AuthenticationSettings {
  private static final String USER = "user";

  private final Settings settings;
  private final List<Key> keys;
  private final References references;
  private final Problems problems;
  private final Map<ConfigurationException, ConfigurationProblem> made = new IdentityHashMap<>();

  LoginSettings(Settings settings, List<Key> keys, References references, Problems problems) {
    this.settings = settings;
    this.keys = keys;
    this.references = references;
    this.problems = problems;
  }

  @Override
  public @Nullable String user() {
    return settings.text(USER);
  }

  @Override
  public @Nullable String host() {
    return settings.text("host");
  }

  @Override
  public @Nullable String text(String name) {
    String value = settings.text("auth." + name);
    return value == null ? key(name).defaultValue() : value;
  }

  @Override
  public @Nullable SecretSource secret(String name) {
    return settings.secret(key(name).path());
  }

  @Override
  public @Nullable Path file(String name) {
    String value = text(name);
    try {
      return value == null ? null : references.path(value);
    } catch (RuleBroken checkedBefore) {
      throw new IllegalStateException(checkedBefore);
    }
  }

  @Override
  public boolean isSet(String name) {
    return settings.isGiven(key(name).path());
  }

  @Override
  public @Nullable String environment(String variable) {
    return references.environment(variable);
  }

  @Override
  public ConfigurationException error(String name, String rule) {
    ConfigurationProblem problem = problem(name.equals(USER) ? name : "auth." + name, rule);
    ConfigurationException failure = problem.toException();
    made.put(failure, problem);
    return failure;
  }

  @Override
  public void warn(String name, String rule) {
    String path = name.equals(USER) ? name : key(name).path();
    problems.warning(settings.origin(path), settings.full(path), settings.shown(path), rule);
  }

  private ConfigurationProblem problem(String path, String rule) {
    return ConfigurationProblem.at(
        settings.origin(path), Severity.ERROR, settings.full(path), settings.shown(path), rule);
  }

  /**
   * The problem that a failure tells of. One that was not made here is about the key that it names,
   * or about the login as a whole.
   */
  ConfigurationProblem problem(ConfigurationException failure) {
    ConfigurationProblem problem = made.get(failure);
    if (problem != null) {
      return problem;
    }
    String path = path(failure.key());
    return path != null
        ? problem(path, failure.remedy())
        : ConfigurationProblem.at(
            settings.origin(Model.AUTH_TYPE),
            Severity.ERROR,
            settings.full("auth"),
            null,
            failure.detail().what() + ". " + failure.remedy());
  }

  private @Nullable String path(String key) {
    return key.equals(USER)
        ? key
        : keys.stream().map(Key::path).filter(("auth." + key)::equals).findFirst().orElse(null);
  }

  /**
   * A type must declare what it asks for: a key that is not declared would never be found in a
   * configuration.
   */
  private Key key(String name) {
    return keys.stream()
        .filter(key -> key.path().equals("auth." + name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "auth.type " + settings.type() + " does not declare " + name));
  }
}

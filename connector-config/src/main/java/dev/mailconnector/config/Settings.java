package dev.mailconnector.config;

import dev.mailconnector.spi.SecretSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one account: each has passed its own check. What is not given comes from the
 * preset.
 *
 * @param account the account's name
 * @param origin where the account begins
 * @param type the authentication type, or {@code none}
 * @param preset the preset, or null
 * @param sound whether every key passed; if not, a value that seems missing may only have failed
 *     its check
 * @param given by key path
 */
record Settings(
    String account,
    Origin origin,
    String type,
    @Nullable Preset preset,
    boolean sound,
    Map<String, Value> given) {

  /**
   * A value that was given.
   *
   * @param origin where
   * @param shown what may be shown of it, or null for nothing
   * @param text the value with all references resolved; null for a secret
   * @param secret the secret; null for any other value
   */
  record Value(
      Origin origin,
      @Nullable String shown,
      @Nullable String text,
      @Nullable SecretSource secret) {}

  boolean isGiven(String path) {
    return given.containsKey(path);
  }

  @Nullable String text(String path) {
    Value value = given.get(path);
    if (value != null) {
      return value.text();
    }
    Value region = given.get(Model.REGION);
    return preset == null ? null : preset.value(path, region == null ? null : region.text());
  }

  @Nullable SecretSource secret(String path) {
    Value value = given.get(path);
    return value == null ? null : value.secret();
  }

  boolean isTrue(String path) {
    return "true".equals(text(path));
  }

  boolean hasLogin() {
    return !type.equals(Model.NO_LOGIN);
  }

  /** Where a value stands; if it is not given, where it would be looked for. */
  Origin origin(String path) {
    Value value = given.get(path);
    if (value == null && path.startsWith("auth.")) {
      value = given.get(Model.AUTH_TYPE);
    }
    return value == null ? origin : value.origin();
  }

  @Nullable String shown(String path) {
    Value value = given.get(path);
    return value == null ? null : value.shown();
  }

  String full(String path) {
    return Model.ACCOUNTS + "." + account + "." + path;
  }
}

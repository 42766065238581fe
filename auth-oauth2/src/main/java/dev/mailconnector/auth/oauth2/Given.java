package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.SecretSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings of one account, where a missing key that is needed is an error. */
record Given(AuthenticationSettings settings) {
  private static final String PREFIX = "auth.";

  String text(String key) {
    return needed(key, settings.text(key));
  }

  @Nullable String textOrNull(String key) {
    return settings.text(key);
  }

  /** The value of a key, else of a variable that the platform may have set. */
  String textOrVariable(String key, String variable) {
    String text = settings.text(key);
    text = text == null ? settings.environment(variable) : text;
    if (text == null) {
      throw settings.error(
          key, "It is missing, and " + variable + " is not set in the environment either.");
    }
    return text;
  }

  SecretSource secret(String key) {
    return needed(key, settings.secret(key));
  }

  @Nullable SecretSource secretOrNull(String key) {
    return settings.secret(key);
  }

  Path file(String key) {
    return needed(key, settings.file(key));
  }

  @Nullable Path fileOrNull(String key) {
    return settings.file(key);
  }

  /** Refuses these keys, which mean something only beside another. */
  void refuseWithout(String other, String... keys) {
    for (String key : keys) {
      if (settings.isSet(key)) {
        throw settings.error(key, "It belongs to " + PREFIX + other + ", and there is none.");
      }
    }
  }

  @Nullable URI urlOrNull(String key) {
    return url(key, settings.text(key));
  }

  /** A URL that stands for this key, or null if there is none. */
  @Nullable URI url(String key, @Nullable String text) {
    try {
      return text == null ? null : new URI(text);
    } catch (URISyntaxException malformed) {
      throw settings.error(key, "It must be a URL: " + malformed.getReason() + ".");
    }
  }

  URI url(String key) {
    return needed(key, urlOrNull(key));
  }

  /** Whether there is a value, be it from the configuration or from a preset. */
  boolean has(String key) {
    return settings.isSet(key) || settings.text(key) != null;
  }

  /**
   * A failure that names all the missing keys of a login, at the place of the first.
   *
   * @param instead the keys that would do in place of one
   */
  ConfigurationException missing(
      List<String> keys, Function<String, List<String>> instead, String login) {
    List<String> names = keys.stream().map(key -> named(key, instead.apply(key))).toList();
    int last = names.size() - 1;
    return settings.error(
        keys.get(0),
        last == 0
            ? names.get(0) + " is missing: " + login + " needs it."
            : String.join(", ", names.subList(0, last))
                + " and "
                + names.get(last)
                + " are missing: "
                + login
                + " needs them.");
  }

  private static String named(String key, List<String> instead) {
    String others = instead.stream().map(PREFIX::concat).collect(Collectors.joining(" or "));
    return PREFIX + key + (others.isEmpty() ? "" : " (or " + others + ")");
  }

  /** The same failure, telling where in the configuration the key is. */
  ConfigurationException located(ConfigurationException broken) {
    String key = broken.key();
    if (key.equals("user")) {
      return settings.error(key, broken.remedy());
    }
    return key.startsWith(PREFIX)
        ? settings.error(key.substring(PREFIX.length()), broken.remedy())
        : broken;
  }

  private <T> T needed(String key, @Nullable T value) {
    if (value == null) {
      throw settings.error(key, "A login with tokens needs it here.");
    }
    return value;
  }
}

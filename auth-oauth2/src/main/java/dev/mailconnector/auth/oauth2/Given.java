package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.SecretSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
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

  SecretSource secret(String key) {
    return needed(key, settings.secret(key));
  }

  @Nullable SecretSource secretOrNull(String key) {
    return settings.secret(key);
  }

  Path file(String key) {
    return needed(key, settings.file(key));
  }

  @Nullable URI urlOrNull(String key) {
    String text = settings.text(key);
    try {
      return text == null ? null : new URI(text);
    } catch (URISyntaxException malformed) {
      throw settings.error(key, "It must be a URL: " + malformed.getReason() + ".");
    }
  }

  URI url(String key) {
    return needed(key, urlOrNull(key));
  }

  /** A failure that names all the missing keys of a login, at the place of the first. */
  ConfigurationException missing(List<String> keys, String login) {
    List<String> names =
        keys.stream()
            .map(key -> PREFIX + (key.equals("issuer") ? "issuer (or auth.token-endpoint)" : key))
            .toList();
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

package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a file of Spring's, whichever form it has, with the process's environment above
 * them and placeholders resolved.
 */
final class SpringProperties {
  private static final String MAIL_VARIABLE = "SPRING_MAIL_";
  private static final Set<String> PROFILE =
      Set.of("spring.config.activate.on-profile", "spring.profiles");

  private final Map<String, Raw.Text> values = new LinkedHashMap<>();
  private final SpringPlaceholders placeholders;

  private SpringProperties(ForeignVariables environment, Problems problems) {
    this.placeholders = new SpringPlaceholders(values, environment, problems);
  }

  /** Reads them; null if the text cannot be read, and then a problem says why. */
  static @Nullable SpringProperties read(
      String text, String name, ForeignVariables environment, Problems problems) {
    SpringProperties read = new SpringProperties(environment, problems);
    if (text.lines().anyMatch(line -> line.matches("\\s*(export\\s+)?SPRING_MAIL_.*"))) {
      ForeignSettings variables = new EnvFile(name, List.of(MAIL_VARIABLE), problems).read(text);
      for (String variable : variables.keys()) {
        Raw.Text value = variables.take(variable);
        if (value != null) {
          read.put(key(variable), value.origin(), String.valueOf(value.text()));
        }
      }
    } else {
      List<PropertiesText.Property> all =
          isYaml(text)
              ? new SpringYaml(name, problems).read(text)
              : new PropertiesText(name, problems).read(text);
      if (all == null) {
        return null;
      }
      read.addActive(all, environment, problems);
    }
    read.addVariables(environment);
    return read;
  }

  private static boolean isYaml(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("!"))
        .findFirst()
        .filter(line -> line.matches("---.*|\\{.*|\"?[\\w.\\[\\]-]+\"?:(\\s.*)?"))
        .isPresent();
  }

  /** Documents of profiles that are not active are left out, which a warning says of mail's. */
  private void addActive(
      List<PropertiesText.Property> all, ForeignVariables environment, Problems problems) {
    Map<Integer, PropertiesText.Property> profiles = new TreeMap<>();
    for (PropertiesText.Property property : all) {
      if (PROFILE.contains(property.key())) {
        profiles.put(property.document(), property);
      }
    }
    for (PropertiesText.Property property : all) {
      PropertiesText.Property profile = profiles.get(property.document());
      if (profile == null || environment.isIn("SPRING_PROFILES_ACTIVE", profile.value())) {
        put(property.key(), property.origin(), property.value());
      } else if (property.key().equals("spring.mail.host")) {
        problems.warning(
            property.origin().called(property.key()),
            "",
            null,
            "This is for the profile "
                + profile.value()
                + " and is not read, unless the environment variable SPRING_PROFILES_ACTIVE names"
                + " it.");
      }
    }
  }

  private void put(String key, Origin origin, String value) {
    values.put(key, new Raw.Text(origin.called(key), value, true));
  }

  /** Spring lets variables win over files. */
  private void addVariables(ForeignVariables environment) {
    for (String variable : environment.names()) {
      if (variable.startsWith(MAIL_VARIABLE)) {
        String key = key(variable);
        String plain = SpringPlaceholders.plain(key);
        values.keySet().removeIf(known -> SpringPlaceholders.plain(known).equals(plain));
        put(key, Origin.variable(variable), "${" + variable + "}");
      }
    }
  }

  /** {@code SPRING_MAIL_SSL_ENABLED} is {@code spring.mail.ssl.enabled}. */
  private static String key(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** The properties below a prefix, resolved; their origins call them by their keys. */
  List<Raw.Text> below(String prefix) {
    List<Raw.Text> found = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.add(placeholders.resolve(value));
          }
        });
    return found;
  }
}

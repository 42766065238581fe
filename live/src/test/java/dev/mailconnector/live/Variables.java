package dev.mailconnector.live;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The variables of the environment that the suite reads: {@code MAILCONNECTOR_LIVE_...}. */
final class Variables {
  private static final String PREFIX = "MAILCONNECTOR_LIVE_";

  private final Map<String, String> given = new TreeMap<>();

  Variables(Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !value.isBlank()) {
            given.put(name.substring(PREFIX.length()), value);
          }
        });
  }

  /** The full name, as it is set. */
  static String full(String name) {
    return PREFIX + name;
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  boolean isYes(String name) {
    return "yes".equalsIgnoreCase(given.get(name));
  }

  /** A value that must be there. */
  String get(String name) {
    String value = given.get(name);
    if (value == null) {
      throw new IllegalArgumentException(full(name) + " is not set.");
    }
    return value;
  }

  @Nullable String getOrNull(String name) {
    return given.get(name);
  }

  Path file(String name) {
    return Path.of(get(name));
  }

  List<String> missing(List<String> names) {
    return names.stream().filter(name -> !has(name)).map(Variables::full).toList();
  }

  boolean isEmpty() {
    return given.isEmpty();
  }

  /** All that are set, by their short names. */
  Map<String, String> all() {
    return Map.copyOf(given);
  }

  /** The names of what is set: the values are nobody's business. */
  @Override
  public String toString() {
    return given.keySet().toString();
  }
}

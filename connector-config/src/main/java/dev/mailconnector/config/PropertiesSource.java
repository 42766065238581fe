package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flat properties to raw values: {@code mailconnector.accounts.robot.auth.password} is {@code
 * accounts.robot.auth.password}. Properties of other prefixes are somebody else's and are not
 * looked at.
 */
final class PropertiesSource {
  static final String PREFIX = "mailconnector.";
  private static final String ACCOUNTS = Model.ACCOUNTS + ".";

  private final Origin origin;
  private final List<String> keys;
  private final Problems problems;

  /**
   * @param keys every key of an account that there is, to tell it from a dot in the account's name
   */
  PropertiesSource(String name, List<String> keys, Problems problems) {
    this.origin = Origin.properties(name, PREFIX);
    this.keys = List.copyOf(keys);
    this.problems = problems;
  }

  /** The top section, in the order of the properties. */
  Raw.Section read(Map<String, String> properties) {
    Raw.Section root = Raw.Section.empty(origin);
    List<String> names = accountNames(properties);
    properties.forEach(
        (property, value) -> {
          if (property.startsWith(PREFIX)) {
            add(root, names, property.substring(PREFIX.length()), value);
          }
        });
    return root;
  }

  private void add(Raw.Section root, List<String> names, String path, String value) {
    Raw.Text text = new Raw.Text(origin, value, false);
    if (!path.startsWith(ACCOUNTS)) {
      root.entries().put(path, new Raw.Entry(origin, text));
      return;
    }
    String rest = path.substring(ACCOUNTS.length());
    String account = owner(rest, names);
    if (account == null || account.isEmpty()) {
      problems.error(
          origin, path, null, "An account has a name and keys: mailconnector.accounts.robot.host.");
      return;
    }
    root.section(Model.ACCOUNTS, origin);
    if (root.get(Model.ACCOUNTS) instanceof Raw.Section accounts) {
      accounts.section(account, origin);
      if (accounts.get(account) instanceof Raw.Section section) {
        put(section, path, rest.substring(account.length() + 1), text);
      }
    }
  }

  /** A value where another property has begun a section, or the other way round, is a mistake. */
  private void put(Raw.Section section, String path, String key, Raw.Text text) {
    Raw before = section.at(key);
    section.put(key, text);
    if (before != null || section.at(key) == null) {
      problems.error(
          text.origin(),
          path,
          null,
          "A key has a value or keys below it, not both. Remove one of the properties.");
    }
  }

  /** The names of the accounts that known keys tell. */
  private List<String> accountNames(Map<String, String> properties) {
    List<String> names = new ArrayList<>();
    for (String property : properties.keySet()) {
      if (property.startsWith(PREFIX + ACCOUNTS)) {
        String rest = property.substring((PREFIX + ACCOUNTS).length());
        keys.stream()
            .filter(key -> rest.endsWith("." + key))
            .max(Comparator.comparing(String::length))
            .ifPresent(key -> names.add(rest.substring(0, rest.length() - key.length() - 1)));
      }
    }
    return names.stream().distinct().toList();
  }

  /** The account that a property belongs to; null where there is no key behind a name. */
  private static @Nullable String owner(String rest, List<String> names) {
    return names.stream()
        .filter(account -> rest.startsWith(account + "."))
        .max(Comparator.comparing(String::length))
        .orElseGet(() -> rest.indexOf('.') < 0 ? null : rest.substring(0, rest.indexOf('.')));
  }
}

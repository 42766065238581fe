package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values from the environment: {@code MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_PASSWORD} is {@code
 * accounts.robot.auth.password}. They win over the file's, are taken verbatim, and may make an
 * account of their own, whose name is then in lower case. A variable that means no key is an error
 * like any unknown key.
 */
final class EnvironmentOverrides {
  static final String DEFAULT_ACCOUNT = "MAILCONNECTOR_DEFAULT_ACCOUNT";
  private static final String OURS = "MAILCONNECTOR_";
  private static final String PREFIX = "MAILCONNECTOR_ACCOUNTS_";

  private final Map<String, String> environment;
  private final Map<String, String> keys = new TreeMap<>();
  private final Problems problems;

  EnvironmentOverrides(Map<String, String> environment, List<String> keys, Problems problems) {
    this.environment = new TreeMap<>(environment);
    keys.forEach(key -> this.keys.put(inCapitals(key), key));
    this.problems = problems;
  }

  void applyTo(Raw.Section root) {
    environment.forEach(
        (name, value) -> {
          Raw.Text text = new Raw.Text(Origin.variable(name), value, true);
          if (name.equals(DEFAULT_ACCOUNT)) {
            root.put(Model.DEFAULT_ACCOUNT, text);
          } else if (name.startsWith(PREFIX)) {
            apply(root, name, text);
          } else if (name.startsWith(OURS)) {
            checkPrefix(name);
          }
        });
  }

  /** A misspelt prefix would hide a whole account. */
  private void checkPrefix(String variable) {
    String word = variable.substring(OURS.length()).replaceFirst("_.*", "");
    String meant =
        Spelling.nearest(variable, List.of(DEFAULT_ACCOUNT)) != null
            ? DEFAULT_ACCOUNT
            : Spelling.nearest(word, List.of("ACCOUNTS")) == null
                ? null
                : PREFIX + variable.substring(OURS.length() + word.length()).replaceFirst("_", "");
    if (meant != null) {
      problems.error(
          Origin.variable(variable),
          "",
          null,
          "The variable means nothing. Did you mean " + meant + "?");
    }
  }

  private void apply(Raw.Section root, String variable, Raw.Text value) {
    root.section(Model.ACCOUNTS, value.origin());
    if (!(root.get(Model.ACCOUNTS) instanceof Raw.Section accounts)) {
      return;
    }
    String rest = variable.substring(PREFIX.length());
    List<String> named =
        accounts.entries().keySet().stream()
            .filter(account -> rest.startsWith(inCapitals(account) + "_"))
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    List<String> owners =
        named.stream().filter(account -> keyIn(rest, inCapitals(account)) != null).toList();
    if (owners.size() > 1 && inCapitals(owners.get(0)).equals(inCapitals(owners.get(1)))) {
      problems.error(
          value.origin(),
          "",
          null,
          "The variable means two accounts: "
              + owners.get(0)
              + " and "
              + owners.get(1)
              + ". Rename one of them.");
    } else if (!owners.isEmpty()) {
      String owner = owners.get(0);
      set(accounts, owner, String.valueOf(keyIn(rest, inCapitals(owner))), value);
    } else if (named.isEmpty() && newAccount(rest) != null) {
      String account = String.valueOf(newAccount(rest));
      set(accounts, account.toLowerCase(Locale.ROOT), String.valueOf(keyIn(rest, account)), value);
    } else {
      unknown(accounts, variable, value.origin());
    }
  }

  private void set(Raw.Section accounts, String account, String key, Raw.Text value) {
    accounts.section(account, value.origin());
    if (accounts.get(account) instanceof Raw.Section section) {
      section.put(key, value);
    }
  }

  private @Nullable String keyIn(String rest, String account) {
    return keys.get(rest.substring(Math.min(rest.length(), account.length() + 1)));
  }

  /**
   * The account's part of a variable that names no account of the file: what is before the longest
   * key.
   */
  private @Nullable String newAccount(String rest) {
    return keys.keySet().stream()
        .filter(key -> rest.endsWith("_" + key) && rest.length() > key.length() + 1)
        .max(Comparator.comparing(String::length))
        .map(key -> rest.substring(0, rest.length() - key.length() - 1))
        .orElse(null);
  }

  private void unknown(Raw.Section accounts, String variable, Origin origin) {
    List<String> candidates = new ArrayList<>();
    for (String account : accounts.entries().keySet()) {
      keys.keySet().forEach(key -> candidates.add(PREFIX + inCapitals(account) + "_" + key));
    }
    String meant = Spelling.nearest(variable, candidates);
    problems.error(
        origin,
        "",
        null,
        "The variable means no key of any account."
            + (meant == null ? "" : " Did you mean " + meant + "?"));
  }

  private static String inCapitals(String path) {
    return path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}

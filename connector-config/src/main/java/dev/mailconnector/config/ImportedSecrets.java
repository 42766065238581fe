package dev.mailconnector.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables that take the place of the secrets in one file. No two secrets share one, nor does
 * one have the name of a variable that the file refers to: a password would reach another server.
 */
final class ImportedSecrets {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> keys = new TreeMap<>();

  /** Keeps the names of variables that the file refers to; to be called before all others. */
  void reserve(Collection<String> names) {
    taken.addAll(names);
  }

  /**
   * The variable of a secret: {@code MAIL_PASSWORD} for {@code auth.password} of the account {@code
   * mail}.
   *
   * @param theirs what the dialect calls the secret
   */
  String variable(String account, String path, String theirs) {
    return variables.computeIfAbsent(
        account + " " + path,
        place -> {
          String word = path.startsWith("auth.") ? path.substring("auth.".length()) : path;
          String wanted =
              (account + "_" + word).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
          String name = wanted;
          for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
          }
          keys.put(name, theirs);
          return name;
        });
  }

  /** The variables by name, and what the dialect calls the secret of each. */
  Map<String, String> keys() {
    return keys;
  }
}

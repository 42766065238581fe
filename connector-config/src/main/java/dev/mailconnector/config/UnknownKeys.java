package dev.mailconnector.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says why a key is refused: it is still to come, belongs to another login, or is misspelt. Its
 * value is never shown.
 */
final class UnknownKeys {
  private final String full;
  private final List<String> keys;
  private final LoginKind login;
  private final AuthenticationTypes types;
  private final Problems problems;

  UnknownKeys(
      String full, List<Key> keys, LoginKind login, AuthenticationTypes types, Problems problems) {
    this.full = full;
    this.keys = keys.stream().map(Key::path).toList();
    this.login = login;
    this.types = types;
    this.problems = problems;
  }

  void report(String path, Raw.Entry entry) {
    Origin origin = entry.keyOrigin();
    boolean auth = path.startsWith("auth.");
    List<String> owners = types.declaring(path);
    String toCome = Model.ACCOUNT_KEYS_TO_COME.get(path);
    if (toCome != null) {
      refuse(path, origin, toCome);
    } else if (auth
        && !login.known()
        && (!owners.isEmpty() || Model.AUTH_KEYS_TO_COME.contains(path))) {
      // Another problem says already what is wrong with the type; whether this key fits it cannot
      // be told.
    } else if (auth && login.name().equals(Model.NO_LOGIN) && !owners.isEmpty()) {
      refuse(
          path,
          origin,
          "Without a login there is no such key. Name the login: auth.type: "
              + ValueKind.oneOf(owners)
              + ".");
    } else if (!owners.isEmpty()) {
      refuse(
          path,
          origin,
          "This key belongs to auth.type: "
              + ValueKind.oneOf(owners)
              + ", and this account has auth.type: "
              + login.name()
              + ".");
    } else if (Model.AUTH_KEYS_TO_COME.contains(path)) {
      refuse(
          path,
          origin,
          "No login on the class path has this key. Add the module that has it, or remove the key.");
    } else {
      unknown(path, entry);
    }
  }

  private void unknown(String path, Raw.Entry entry) {
    String meant = meant(path);
    String section = section(path);
    if (meant != null) {
      refuse(path, entry.keyOrigin(), "Unknown key. Did you mean " + full + "." + meant + "?");
    } else if (entry.isEmpty()) {
      problems.error(
          entry.keyOrigin(),
          section.isEmpty() ? full : full + "." + section,
          null,
          "There is a word here that is no key. Known here: " + keysBelow(section) + ".");
    } else {
      refuse(path, entry.keyOrigin(), "Unknown key. Known here: " + keysBelow(section) + ".");
    }
  }

  /** The keys of a section, for a message. */
  String keysBelow(String section) {
    String prefix = section.isEmpty() ? "" : section + ".";
    return keys.stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()).replaceFirst("\\..*", ""))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void refuse(String path, Origin origin, String rule) {
    problems.error(origin, full + "." + path, null, rule);
  }

  private @Nullable String meant(String path) {
    String word = last(path);
    String elsewhere =
        keys.stream()
            .filter(key -> last(key).equals(word))
            .min(Comparator.comparing(String::length))
            .orElse(null);
    if (elsewhere != null) {
      return elsewhere;
    }
    String sameSection = section(path);
    List<String> neighbours =
        keys.stream().filter(key -> section(key).equals(sameSection)).toList();
    String near = Spelling.nearest(path, neighbours);
    if (near != null) {
      return near;
    }
    List<String> sections =
        keys.stream().map(UnknownKeys::section).filter(name -> !name.isEmpty()).distinct().toList();
    String section = Spelling.nearest(path, sections);
    return section != null ? section : Spelling.nearest(path, everywhere());
  }

  /** The keys of this account, and those it would have with another login. */
  private List<String> everywhere() {
    return Stream.concat(
            keys.stream(),
            types.all().stream().flatMap(type -> types.keysOf(type.name()).stream()).map(Key::path))
        .toList();
  }

  private static String section(String path) {
    return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}

package dev.mailconnector.config;

import dev.mailconnector.spi.AuthenticationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The authentication types on the class path, by name. */
final class AuthenticationTypes {
  /** Which artifact offers a type that is not there. */
  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "password", "mailconnector-auth-basic",
          "oauth2", "mailconnector-auth-oauth2",
          "ntlm", "mailconnector-auth-ntlm",
          "kerberos", "mailconnector-auth-ntlm");

  private final Map<String, AuthenticationType> types = new TreeMap<>();

  AuthenticationTypes(Iterable<AuthenticationType> found) {
    found.forEach(type -> types.put(type.name(), type));
  }

  /** Every type, by name. */
  List<AuthenticationType> all() {
    return List.copyOf(types.values());
  }

  @Nullable AuthenticationType named(String name) {
    return types.get(name);
  }

  /** What a type adds to the keys of an account; nothing if it is not installed. */
  List<Key> keysOf(String name) {
    AuthenticationType type = types.get(name);
    return type == null ? List.of() : type.keys().stream().map(Key::declared).toList();
  }

  /** The names of the types that declare a key, or keys of a section. */
  List<String> declaring(String path) {
    return types.keySet().stream()
        .filter(
            name ->
                keysOf(name).stream()
                    .anyMatch(key -> key.path().equals(path) || key.path().startsWith(path + ".")))
        .toList();
  }

  /**
   * Whether a key below {@code auth} means something to an installed type, or is one of those to
   * come.
   */
  boolean knows(String path) {
    return Model.AUTH_KEYS_TO_COME.contains(path) || !declaring(path).isEmpty();
  }

  /**
   * A mechanism that is none of these choices may be one of another type's.
   *
   * @throws RuleBroken if it is, and does not resemble a choice
   */
  void requireNoOthersMechanism(String mechanism, List<String> choices) throws RuleBroken {
    String type = Spelling.nearest(mechanism, choices) == null ? ofMechanism(mechanism) : null;
    if (type != null) {
      throw new RuleBroken("This mechanism belongs to auth.type: " + type + ". Set that.");
    }
  }

  /** The type that logs in by a mechanism, however its name is written; null if there is none. */
  private @Nullable String ofMechanism(String name) {
    String plain = Spelling.plain(name);
    return types.keySet().stream()
        .filter(type -> mechanisms(type).map(Spelling::plain).anyMatch(known -> is(plain, known)))
        .findFirst()
        .orElse(null);
  }

  /** {@code scram} is what people call the four of them. */
  private static boolean is(String name, String known) {
    return name.equals(known) || (name.startsWith("scram") && known.startsWith(name));
  }

  private Stream<String> mechanisms(String type) {
    return keysOf(type).stream()
        .filter(key -> key.path().equals(Model.AUTH_MECHANISM))
        .flatMap(key -> key.choices().stream());
  }

  /** Why a name is no type here. */
  String missing(String name) {
    String artifact = ARTIFACTS.get(name);
    if (artifact != null) {
      return "No module on the class path offers this login: add " + artifact + ".";
    }
    String type = ofMechanism(name);
    if (type != null) {
      return "This is the name of a mechanism, which auth.mechanism forces where that is wanted;"
          + " the type is "
          + type
          + ".";
    }
    List<String> names = new ArrayList<>(List.of(Model.NO_LOGIN));
    names.addAll(types.keySet());
    String meant = Spelling.nearest(name, names);
    return "The value must be "
        + ValueKind.oneOf(names)
        + "."
        + (meant == null ? "" : " Did you mean " + meant + "?");
  }
}

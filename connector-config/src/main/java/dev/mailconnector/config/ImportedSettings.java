package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one account of a dialect as our own form has them: by key path, in the order of the
 * reference page, secrets and variables as references.
 */
final class ImportedSettings {
  private static final Map<ValueKind, String> STAND_INS =
      Map.of(
          ValueKind.PORT, "587",
          ValueKind.HOST, "unset.invalid",
          ValueKind.ADDRESS, "unset@unset.invalid",
          ValueKind.COUNT, "1",
          ValueKind.COUNT_OR_NONE, "1",
          ValueKind.DURATION, "PT1S",
          ValueKind.FLAG, "false",
          ValueKind.SIZE, "1 MiB");

  private final String account;
  private final Raw.Section section;
  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final Map<String, Raw.Text> values = new LinkedHashMap<>();
  private final Map<String, String> standIns = new HashMap<>();
  private final ImportedSecrets secrets;

  ImportedSettings(String account, Raw.Section section, List<Key> keys, ImportedSecrets secrets) {
    this.account = account;
    this.secrets = secrets;
    this.section = section;
    keys.forEach(key -> this.keys.putIfAbsent(key.path(), key));
    Map<String, Raw.Text> given = new LinkedHashMap<>();
    collect(section, "", given);
    this.keys
        .keySet()
        .forEach(
            path -> {
              Raw.Text value = given.remove(path);
              if (value != null) {
                values.put(path, value);
              }
            });
    values.putAll(given);
    standIn();
  }

  private static void collect(Raw.Section section, String prefix, Map<String, Raw.Text> found) {
    section
        .entries()
        .forEach(
            (name, entry) -> {
              if (entry.value() instanceof Raw.Section inner) {
                collect(inner, prefix + name + ".", found);
              } else if (entry.value() instanceof Raw.Text text) {
                found.put(prefix + name, text);
              } else if (entry.value() instanceof Raw.Sequence list) {
                found.put(prefix + name, list.inOneValue());
              }
            });
  }

  /**
   * A variable that is not set here gets a value that its key takes, so that everything else can be
   * judged.
   */
  private void standIn() {
    values.replaceAll(
        (path, value) -> {
          String reference = value.origin().reference();
          if (reference == null || !String.valueOf(value.text()).contains(ForeignVariables.UNSET)) {
            return value;
          }
          String standIn = standIn(keys.get(path));
          boolean whole = ForeignVariables.UNSET.equals(value.text());
          variables(reference)
              .forEach(name -> standIns.put(name, whole ? standIn : ForeignVariables.UNSET));
          Raw.Text known = whole ? new Raw.Text(value.origin(), standIn, value.verbatim()) : value;
          section.put(path, known);
          return known;
        });
  }

  private static String standIn(@Nullable Key key) {
    if (key == null) {
      return ForeignVariables.UNSET;
    }
    if (key.isSecret()) {
      // Not what stands in for the user, who would seem to be the password.
      return ForeignVariables.UNSET + " secret";
    }
    return key.choices().isEmpty()
        ? STAND_INS.getOrDefault(key.kind(), ForeignVariables.UNSET)
        : key.choices().get(0);
  }

  private static List<String> variables(String reference) {
    return template(reference).parts().stream()
        .filter(Template.Reference.class::isInstance)
        .map(part -> ((Template.Reference) part).reference())
        .toList();
  }

  private static Template template(String reference) {
    try {
      return Template.parse(reference);
    } catch (RuleBroken impossible) {
      throw new IllegalStateException(reference, impossible);
    }
  }

  String account() {
    return account;
  }

  List<String> remarks() {
    return section.remarks();
  }

  List<String> paths() {
    return new ArrayList<>(values.keySet());
  }

  boolean has(String path) {
    return values.containsKey(path);
  }

  /** The value with its place; null where there is none. */
  Raw.@Nullable Text value(String path) {
    return values.get(path);
  }

  /** Takes a value of a section out. */
  void drop(String path) {
    values.remove(path);
    int dot = path.lastIndexOf('.');
    if (section.at(path.substring(0, dot)) instanceof Raw.Section inner) {
      inner.entries().remove(path.substring(dot + 1));
    }
  }

  /** A user that is the password is a secret as well: Postmark's server tokens. */
  void hideUserThatIsThePassword() {
    Raw.Text user = values.get("user");
    Raw.Text password = values.get("auth.password");
    if (user == null
        || password == null
        || has(Model.AUTH_TYPE)
        || user.origin().reference() != null
        || !String.valueOf(user.text()).equals(password.text())) {
      return;
    }
    values.remove("user");
    section.entries().remove("user");
    Raw.Text yes = new Raw.Text(user.origin().literal(), "true", true);
    values.put("auth.user-is-password", yes);
    section.put("auth.user-is-password", yes);
  }

  /** The value itself; null where there is none. */
  @Nullable String text(String path) {
    Raw.Text value = values.get(path);
    return value == null ? null : value.text();
  }

  /** Whether the value is known here: it stands in the file, or the variable is set. */
  boolean isKnown(String path) {
    Raw.Text value = values.get(path);
    String reference = value == null ? null : value.origin().reference();
    return value != null
        && (reference == null || variables(reference).stream().noneMatch(standIns::containsKey));
  }

  /** Whether a variable has a part in the value, be it set here or not. */
  boolean isVariable(String path) {
    Raw.Text value = values.get(path);
    return value != null && value.origin().reference() != null;
  }

  /**
   * The value as our own form has it: a secret never, nor a part of one, nor what it is where a
   * variable is not set.
   */
  String written(String path) {
    Raw.Text value = values.get(path);
    if (value == null) {
      throw new IllegalArgumentException(path);
    }
    String reference = value.origin().reference();
    Key key = keys.get(path);
    if (key != null && key.isSecret() && (reference == null || template(reference).hasText())) {
      Origin.Foreign foreign = value.origin().foreign();
      return "${env:"
          + secrets.variable(account, path, foreign == null ? path : foreign.key())
          + "}";
    }
    if (reference != null) {
      return reference;
    }
    String text = String.valueOf(value.text());
    return value.verbatim() ? text.replace("${", "$${") : text;
  }

  /** The names of the variables that it refers to. */
  Set<String> variables() {
    Set<String> names = new TreeSet<>();
    for (Raw.Text value : values.values()) {
      String reference = value.origin().reference();
      if (reference != null) {
        names.addAll(variables(reference));
      }
    }
    return names;
  }

  /** What stands in for the variables that are not set here. */
  Map<String, String> standIns() {
    return standIns;
  }
}

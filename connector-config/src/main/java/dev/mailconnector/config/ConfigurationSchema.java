package dev.mailconnector.config;

import static dev.mailconnector.config.SchemaKinds.object;

import dev.mailconnector.spi.AuthenticationType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The JSON Schema (2020-12) of the YAML file, made from the model and from what the authentication
 * types declare, so that an editor completes and checks it. It takes whatever the reader takes;
 * rules between keys, and files that must exist, are the reader's alone.
 */
final class ConfigurationSchema {
  private static final String AUTH = "auth.";

  private final List<AuthenticationType> types;

  ConfigurationSchema(List<AuthenticationType> types) {
    this.types = types.stream().sorted(Comparator.comparing(AuthenticationType::name)).toList();
  }

  String json() {
    Map<String, Object> definitions = SchemaKinds.definitions();
    definitions.put("account", account());
    return SchemaText.of(
        object(
            "$schema",
            "https://json-schema.org/draft/2020-12/schema",
            "title",
            "Mail Connector",
            "description",
            "Accounts that send mail. A value may refer to the environment or a file:"
                + " ${env:NAME}, ${env:NAME:-default}, ${file:/path}.",
            "type",
            "object",
            "properties",
            topLevel(),
            "additionalProperties",
            false,
            "examples",
            List.of(example()),
            "$defs",
            definitions));
  }

  private static Map<String, Object> topLevel() {
    Map<String, Object> properties = new LinkedHashMap<>();
    Model.FILE_KEYS.forEach(key -> properties.put(key.path(), value(key)));
    properties.put(
        Model.ACCOUNTS,
        object(
            "description",
            "One section per account, under a name of your choice.",
            "type",
            List.of("object", "null"),
            "propertyNames",
            object("pattern", "^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$"),
            "additionalProperties",
            object("$ref", "#/$defs/account")));
    return properties;
  }

  private static Map<String, Object> example() {
    return object(
        "accounts",
        object(
            "robot",
            object(
                "host", "mail.example.com",
                "user", "robot@example.com",
                "auth", object("password", "${env:MAIL_PASSWORD}"))));
  }

  private Map<String, Object> account() {
    Node root = new Node();
    Model.ACCOUNT_KEYS.stream()
        .filter(key -> !key.path().equals(Model.AUTH_TYPE))
        .forEach(key -> root.put(key.path(), value(key)));
    declared().forEach((path, keys) -> root.put(path, merged(keys)));
    List<String> names = new ArrayList<>(List.of(Model.NO_LOGIN));
    types.forEach(type -> names.add(type.name()));
    Key type =
        Model.ACCOUNT_KEYS.stream()
            .filter(key -> key.path().equals(Model.AUTH_TYPE))
            .findFirst()
            .orElseThrow();
    root.put(Model.AUTH_TYPE, described(SchemaKinds.choice(names), type));
    root.section("auth").rules.addAll(names.stream().map(this::only).toList());
    return root.schema();
  }

  /** Each key of a login by the types that declare it. */
  private Map<String, Map<String, Key>> declared() {
    Map<String, Map<String, Key>> all = new LinkedHashMap<>();
    for (AuthenticationType type : types) {
      for (Key key : type.keys().stream().map(Key::declared).toList()) {
        all.computeIfAbsent(key.path(), first -> new TreeMap<>()).put(type.name(), key);
      }
    }
    return all;
  }

  /** Several types may have a key of one name, with meanings of their own. */
  private static Map<String, Object> merged(Map<String, Key> byType) {
    List<Key> keys = List.copyOf(byType.values());
    if (keys.size() == 1) {
      return value(keys.get(0));
    }
    List<Object> either =
        keys.stream().map(ConfigurationSchema::bare).distinct().collect(Collectors.toList());
    String description =
        byType.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue().description())
            .collect(Collectors.joining("\n"));
    Map<String, Object> schema = object("description", description);
    schema.put("anyOf", either);
    return schema;
  }

  /** With this type named, the keys of other types are mistakes. */
  private Map<String, Object> only(String type) {
    Set<String> own =
        types.stream()
            .filter(each -> each.name().equals(type))
            .flatMap(each -> each.keys().stream())
            .map(key -> top(key.name()))
            .collect(Collectors.toSet());
    Map<String, Object> others = new LinkedHashMap<>();
    declared().keySet().stream()
        .map(path -> top(path.substring(AUTH.length())))
        .distinct()
        .filter(name -> !own.contains(name))
        .forEach(name -> others.put(name, false));
    return object(
        "if",
        object(
            "properties",
            object("type", object("const", type)),
            "required",
            List.of("type"),
            "type",
            "object"),
        "then",
        object("properties", others));
  }

  private static String top(String path) {
    return path.replaceFirst("[.].*", "");
  }

  private static Map<String, Object> value(Key key) {
    return described(bare(key), key);
  }

  private static Map<String, Object> bare(Key key) {
    return key.kind() == ValueKind.CHOICE
        ? SchemaKinds.choice(key.choices())
        : object("$ref", "#/$defs/" + SchemaKinds.name(key.kind()));
  }

  private static Map<String, Object> described(Map<String, Object> schema, Key key) {
    String written = key.defaultValue();
    boolean isValue =
        written != null && !written.contains("`") && (!written.contains(" ") || isSize(key));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(
        "description",
        written == null || isValue
            ? key.description()
            : key.description() + " Default: " + written + ".");
    if (isValue) {
      all.put("default", typed(key, String.valueOf(written)));
    }
    all.putAll(schema);
    return all;
  }

  private static boolean isSize(Key key) {
    return key.kind() == ValueKind.SIZE;
  }

  private static Object typed(Key key, String value) {
    return switch (key.kind()) {
      case FLAG -> Boolean.valueOf(value);
      case COUNT, COUNT_OR_NONE, PORT -> Integer.valueOf(value);
      default -> value;
    };
  }

  /** A section under construction: its keys and those below them. */
  private static final class Node {
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<Map<String, Object>> rules = new ArrayList<>();

    Node section(String name) {
      if (properties.get(name) instanceof Node known) {
        return known;
      }
      Node begun = new Node();
      properties.put(name, begun);
      return begun;
    }

    void put(String path, Map<String, Object> value) {
      int dot = path.indexOf('.');
      if (dot < 0) {
        properties.put(path, value);
        return;
      }
      section(path.substring(0, dot)).put(path.substring(dot + 1), value);
    }

    Map<String, Object> schema() {
      Map<String, Object> all = new LinkedHashMap<>();
      properties.forEach(
          (name, value) -> all.put(name, value instanceof Node inner ? inner.schema() : value));
      Map<String, Object> schema =
          object(
              "type", List.of("object", "null"), "properties", all, "additionalProperties", false);
      if (!rules.isEmpty()) {
        schema.put("allOf", rules);
      }
      return schema;
    }
  }
}

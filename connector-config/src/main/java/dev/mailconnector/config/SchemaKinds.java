package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each {@link ValueKind} is in a JSON Schema. Whatever the reader takes is taken here; a value
 * with a reference is, since what it becomes is not known. YAML makes numbers and truth values of
 * unquoted words, and the reader takes them as they were written.
 */
final class SchemaKinds {
  private static final String OR_REFERENCE = "|\\$\\{";
  private static final List<String> SCALAR = List.of("string", "number", "boolean");

  private SchemaKinds() {}

  /** The definitions that keys refer to. */
  static Map<String, Object> definitions() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (ValueKind kind : ValueKind.values()) {
      if (kind != ValueKind.CHOICE) {
        all.put(name(kind), definition(kind));
      }
    }
    return all;
  }

  static String name(ValueKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One of these words, or a reference. */
  static Map<String, Object> choice(List<String> choices) {
    List<Object> either = new ArrayList<>();
    either.add(Map.of("enum", choices));
    either.add(object("type", "string", "pattern", "\\$\\{"));
    return object("anyOf", either);
  }

  private static Map<String, Object> definition(ValueKind kind) {
    return switch (kind) {
      case TEXT -> object("type", SCALAR);
      case FILE ->
          object(
              "type",
              SCALAR,
              "description",
              "A path, relative to the folder of the configuration.");
      case SECRET ->
          object("type", SCALAR, "examples", List.of("${env:NAME}", "${file:/run/secrets/name}"));
      case LIST -> list();
      case URL -> text("^[Hh][Tt][Tt][Pp][Ss]?://", "https://login.example.com");
      case FLAG ->
          object("type", List.of("boolean", "string"), "pattern", "^(true|false)$" + OR_REFERENCE);
      case COUNT -> number("^[1-9][0-9]{0,8}$", 1, 999_999_999);
      case COUNT_OR_NONE -> number("^(0|[1-9][0-9]{0,8})$", 0, 999_999_999);
      case PORT -> number("^[0-9]{1,5}$", 1, 65_535);
      case DURATION ->
          text(
              "^([0-9]{1,9}(ms|s|m|h)|P(?=.)([0-9]{1,4}D)?(T(?=.)([0-9]{1,6}H)?([0-9]{1,6}M)?"
                  + "([0-9]{1,9}(\\.[0-9]{1,9})?S)?)?)$",
              "500ms",
              "10s",
              "2m",
              "PT1M30S");
      case SIZE -> text("^[0-9]{1,9} ?(B|KiB|MiB|GiB)$", "512 KiB", "4 MiB");
      case HOST ->
          object(
              "type",
              SCALAR,
              "pattern",
              "^[A-Za-z0-9._:%-]+$" + OR_REFERENCE,
              "examples",
              List.of("mail.example.com", "192.0.2.7"));
      case ADDRESS -> text("^[^ <>]+@[^ <>@]+$", "robot@example.com");
      case PROXY ->
          text("^(socks5|http)://", "socks5://proxy.example:1080", "http://proxy.example:3128");
      case CHOICE -> throw new IllegalArgumentException("each choice has words of its own");
    };
  }

  private static Map<String, Object> list() {
    List<Object> either = new ArrayList<>();
    either.add(object("type", "array", "minItems", 1, "items", object("type", SCALAR)));
    either.add(object("type", SCALAR));
    return object("description", "A list, or one value with commas.", "anyOf", either);
  }

  private static Map<String, Object> text(String pattern, String... examples) {
    return object(
        "type", "string", "pattern", pattern + OR_REFERENCE, "examples", List.of(examples));
  }

  private static Map<String, Object> number(String pattern, int least, int most) {
    return object(
        "type",
        List.of("integer", "string"),
        "minimum",
        least,
        "maximum",
        most,
        "pattern",
        pattern + OR_REFERENCE);
  }

  /** A JSON object in this order. */
  static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return object;
  }
}

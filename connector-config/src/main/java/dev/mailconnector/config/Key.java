package dev.mailconnector.config;

import dev.mailconnector.spi.DeclaredKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that a configuration may have: validation, editors and the reference page are made from it.
 *
 * @param path below the account (or the file), with dots: {@code pool.max-age}
 * @param kind how its value is read and checked
 * @param choices the allowed values of a choice, else empty
 * @param defaultValue the default for the reference page, or null if there is none
 * @param description one sentence for the reference page
 */
record Key(
    String path,
    ValueKind kind,
    List<String> choices,
    @Nullable String defaultValue,
    String description) {

  Key {
    choices = List.copyOf(choices);
  }

  static Key of(String path, ValueKind kind, @Nullable String defaultValue, String description) {
    return new Key(path, kind, List.of(), defaultValue, description);
  }

  static Key choice(
      String path, List<String> choices, @Nullable String defaultValue, String description) {
    return new Key(path, ValueKind.CHOICE, choices, defaultValue, description);
  }

  /** A key of an authentication type, as this model sees it. */
  static Key declared(DeclaredKey key) {
    ValueKind kind =
        switch (key.kind()) {
          case TEXT -> ValueKind.TEXT;
          case SECRET -> ValueKind.SECRET;
          case FILE -> ValueKind.FILE;
          case CHOICE -> ValueKind.CHOICE;
          case URL -> ValueKind.URL;
          case FLAG -> ValueKind.FLAG;
        };
    return new Key("auth." + key.name(), kind, key.values(), key.defaultValue(), key.description());
  }

  boolean isSecret() {
    return kind == ValueKind.SECRET;
  }
}

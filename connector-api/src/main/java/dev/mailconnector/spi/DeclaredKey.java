package dev.mailconnector.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of an {@link AuthenticationType}, as validation, editors and the reference page see it.
 *
 * @param name the key below {@code auth}, with dots for nested keys: {@code client-id}, {@code
 *     client-certificate.file}
 * @param kind how the value is read and checked
 * @param values the allowed values of a {@link Kind#CHOICE}, else empty
 * @param defaultValue the default as text, or null if there is none
 * @param description one sentence for the reference page
 */
public record DeclaredKey(
    String name,
    Kind kind,
    List<String> values,
    @Nullable String defaultValue,
    String description) {

  /** How a value is read and checked. */
  public enum Kind {
    /** Any text without line breaks. */
    TEXT,
    /** A value that is never shown; a literal one draws a warning. */
    SECRET,
    /** A path of an existing, readable file. */
    FILE,
    /** One of {@link DeclaredKey#values()}. */
    CHOICE,
    /** An absolute https URL (http on loopback addresses only). */
    URL,
    /** {@code true} or {@code false}. */
    FLAG
  }

  /** Copies the list. */
  public DeclaredKey {
    values = List.copyOf(values);
  }

  /** A text key without default. */
  public static DeclaredKey text(String name, String description) {
    return new DeclaredKey(name, Kind.TEXT, List.of(), null, description);
  }

  /** A secret key. */
  public static DeclaredKey secret(String name, String description) {
    return new DeclaredKey(name, Kind.SECRET, List.of(), null, description);
  }

  /** A file key. */
  public static DeclaredKey file(String name, String description) {
    return new DeclaredKey(name, Kind.FILE, List.of(), null, description);
  }

  /** A URL key. */
  public static DeclaredKey url(String name, String description) {
    return new DeclaredKey(name, Kind.URL, List.of(), null, description);
  }

  /** A key with a closed set of values. */
  public static DeclaredKey choice(
      String name, List<String> values, @Nullable String defaultValue, String description) {
    return new DeclaredKey(name, Kind.CHOICE, values, defaultValue, description);
  }
}

package dev.mailconnector.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a value stands.
 *
 * @param source the file's name, or the environment variable
 * @param line counted from 1; 0 where there are no lines
 * @param column counted from 1; 0 where there are no columns
 * @param keyPrefix what stands before every key there: {@code mailconnector.} in properties
 * @param foreign how a dialect calls it; null in our own form
 */
record Origin(String source, int line, int column, String keyPrefix, @Nullable Foreign foreign) {

  /**
   * What a problem shows instead of our own words, since the user knows only these.
   *
   * @param key the key as the dialect has it: {@code auth.pass}
   * @param value the value as it was written, where the dialect's is not ours; never a secret
   * @param reference the value as our own form would refer to it, where it comes from the
   *     environment; else null
   */
  record Foreign(String key, @Nullable String value, @Nullable String reference) {}

  Origin(String source, int line, int column) {
    this(source, line, column, "", null);
  }

  static Origin whole(String source) {
    return new Origin(source, 0, 0);
  }

  static Origin variable(String name) {
    return whole("environment variable " + name);
  }

  /** A place among properties, whose keys begin with a word of their own. */
  static Origin properties(String source, String keyPrefix) {
    return new Origin(source, 0, 0, keyPrefix, null);
  }

  /** What the user calls a key of ours here. */
  String key(String ours) {
    return foreign != null ? foreign.key() : ours.isEmpty() ? ours : keyPrefix + ours;
  }

  /** The same place, called by a dialect's key. */
  Origin called(String key) {
    return new Origin(source, line, column, keyPrefix, new Foreign(key, null, reference()));
  }

  /** The same place, where a dialect refers to a value of the environment. */
  Origin referring(String reference) {
    String key = foreign == null ? "" : foreign.key();
    return new Origin(source, line, column, keyPrefix, new Foreign(key, null, reference));
  }

  /** The same place, of a value that is derived from what it refers to. */
  Origin literal() {
    return foreign == null || foreign.reference() == null
        ? this
        : new Origin(
            source, line, column, keyPrefix, new Foreign(foreign.key(), foreign.value(), null));
  }

  /** How our own form would refer to the value; null where the value itself stands here. */
  @Nullable String reference() {
    return foreign == null ? null : foreign.reference();
  }

  /** The same place, where a dialect's value was written that means another one here. */
  Origin written(@Nullable String value) {
    return foreign == null || foreign.value() != null
        ? this
        : new Origin(
            source,
            line,
            column,
            keyPrefix,
            new Foreign(foreign.key(), value, foreign.reference()));
  }
}

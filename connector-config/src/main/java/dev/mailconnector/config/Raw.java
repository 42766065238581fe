package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as it was written, before any rule is applied: values that know where they stand.
 */
sealed interface Raw {

  Origin origin();

  /**
   * A single value.
   *
   * @param origin where it stands
   * @param text as written, or null if nothing was
   * @param verbatim whether <code>${...}</code> in it means just that: so it is in the environment
   *     and in dialects
   */
  record Text(Origin origin, @Nullable String text, boolean verbatim) implements Raw {}

  /**
   * A list of single values.
   *
   * @param origin where it begins
   * @param items in order; one that is no single value has no text
   */
  record Sequence(Origin origin, List<Text> items) implements Raw {

    /** As it could have been written in one value, with commas. */
    Text inOneValue() {
      String text = items.stream().map(Text::text).collect(Collectors.joining(", "));
      return new Text(origin, text, false);
    }
  }

  /**
   * Keys and their values in the order of the file; mutable while overrides are applied.
   *
   * @param origin where it begins
   * @param entries by key
   * @param remarks what a dialect says of it that has no effect: lines of a comment
   */
  record Section(Origin origin, Map<String, Entry> entries, List<String> remarks) implements Raw {

    static Section empty(Origin origin) {
      return new Section(origin, new LinkedHashMap<>(), new ArrayList<>());
    }

    @Nullable Raw get(String name) {
      Entry entry = entries.get(name);
      return entry == null ? null : entry.value();
    }

    /** The value at a path of nested sections, or null. */
    @Nullable Raw at(String path) {
      int dot = path.indexOf('.');
      if (dot < 0) {
        return get(path);
      }
      return get(path.substring(0, dot)) instanceof Section inner
          ? inner.at(path.substring(dot + 1))
          : null;
    }

    /** Begins a section where nothing is set yet. */
    void section(String name, Origin begin) {
      Entry old = entries.get(name);
      if (old == null || old.isEmpty()) {
        entries.put(name, new Entry(begin, empty(begin)));
      }
    }

    /**
     * Sets the value at a path; leaves everything as it is where a part of the path is no section.
     */
    void put(String path, Raw value) {
      int dot = path.indexOf('.');
      if (dot < 0) {
        entries.put(path, new Entry(value.origin(), value));
        return;
      }
      String first = path.substring(0, dot);
      section(first, value.origin());
      if (get(first) instanceof Section inner) {
        inner.put(path.substring(dot + 1), value);
      }
    }
  }

  /**
   * A key with its value.
   *
   * @param keyOrigin where the key stands
   * @param value what it is set to
   */
  record Entry(Origin keyOrigin, Raw value) {

    /**
     * Whether nothing was written behind the key: it may then be a value itself, with its own key
     * forgotten.
     */
    boolean isEmpty() {
      return value instanceof Text text && text.text() == null;
    }
  }
}

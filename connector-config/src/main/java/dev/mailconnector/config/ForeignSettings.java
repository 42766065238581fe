package dev.mailconnector.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a dialect by its own keys, nested ones with dots. What a reader takes is gone, so
 * that in the end only what nobody understands is left. An empty value is as good as none.
 */
final class ForeignSettings {
  private final Map<String, Raw.Text> values = new LinkedHashMap<>();
  private final Problems problems;

  ForeignSettings(Problems problems) {
    this.problems = problems;
  }

  /** The values of a section and of those in it. */
  static ForeignSettings of(Raw.Section section, Problems problems) {
    ForeignSettings settings = new ForeignSettings(problems);
    settings.addAll(section, "");
    return settings;
  }

  private void addAll(Raw.Section section, String prefix) {
    section
        .entries()
        .forEach(
            (key, entry) -> {
              String path = prefix + key;
              Raw value = entry.value();
              if (value instanceof Raw.Section inner) {
                addAll(inner, path + ".");
              } else if (value instanceof Raw.Text text) {
                add(path, text.origin(), text.text() == null ? "" : text.text());
              } else {
                problems.error(value.origin(), path, null, "A list is not understood here.");
              }
            });
  }

  /** Adds a value; the last one of a key counts. */
  void add(String key, Origin origin, String text) {
    addCalled(key, origin.called(key), text);
  }

  /** Adds a value that the text calls otherwise, which its origin says. */
  void addCalled(String key, Origin origin, String text) {
    values.put(key, new Raw.Text(origin, text, true));
  }

  /** Takes a value as it was written; null where there is none or an empty one. */
  Raw.@Nullable Text take(String key) {
    Raw.Text text = values.remove(key);
    return text == null || text.text() == null || text.text().isEmpty() ? null : text;
  }

  /**
   * {@code true} or {@code false}, and where it stands.
   *
   * @param on which of them
   * @param written the value
   */
  record Flag(boolean on, Raw.Text written) {}

  /** Takes {@code true} or {@code false}; null where there is neither. */
  @Nullable Flag takeFlag(String key) {
    Raw.Text text = take(key);
    if (text == null) {
      return null;
    }
    String word = String.valueOf(text.text()).strip().toLowerCase(Locale.ROOT);
    if (!word.equals("true") && !word.equals("false")) {
      problems.error(text.origin(), key, text.text(), "The value must be true or false.");
      return null;
    }
    return new Flag(word.equals("true"), text);
  }

  /** Takes it and tells whether it was {@code true}. */
  Raw.@Nullable Text takeIfTrue(String key) {
    Flag flag = takeFlag(key);
    return flag == null || !flag.on() ? null : flag.written();
  }

  /** Takes these with a word of why nothing comes of them. */
  void ignore(Collection<String> keys, String rule) {
    for (String key : keys) {
      Raw.Text text = take(key);
      if (text != null) {
        problems.warning(text.origin(), key, null, rule);
      }
    }
  }

  /** Refuses a key for a reason. */
  void refuse(String key, String rule) {
    Raw.Text text = take(key);
    if (text != null) {
      problems.error(text.origin(), key, null, rule);
    }
  }

  /** Refuses everything that is left; values are not shown, since one may be a secret. */
  void refuseRest(Collection<String> known) {
    for (String key : List.copyOf(values.keySet())) {
      String meant = Spelling.nearest(key, known);
      Raw.Text text = values.remove(key);
      if (text != null) {
        problems.error(
            text.origin(),
            key,
            null,
            meant == null
                ? "Unknown key. Known here: " + String.join(", ", known) + "."
                : "Unknown key. Did you mean " + meant + "?");
      }
    }
  }
}

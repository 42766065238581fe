package dev.mailconnector.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The values of a dialect by its own keys, nested ones with dots. What a reader takes is gone, so
 * that in the end only what nobody understands is left. An empty value is as good as none.
 */
final class ForeignSettings {
  private static final int MOST_SHOWN = 30;

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
              if (key.indexOf('.') >= 0) {
                problems.error(
                    entry.keyOrigin(),
                    path,
                    null,
                    "A key with a dot in it means nothing there. Nest it: a section for each part"
                        + " of the name.");
              } else if (value instanceof Raw.Section inner) {
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

  /** Adds a value with its place. */
  void addText(String key, Raw.Text value) {
    values.put(key, value);
  }

  /** The keys that nobody has taken yet. */
  List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** The first value of a key that begins so, left where it is; null where there is none. */
  Raw.@Nullable Text first(String prefix) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Takes a value as it was written; null where there is none or an empty one. */
  Raw.@Nullable Text take(String key) {
    Raw.Text text = values.remove(key);
    return text == null || text.text() == null || text.text().isEmpty() ? null : text;
  }

  /** Takes both, and gives the first unless there is none. */
  Raw.@Nullable Text takeFirst(String first, String second) {
    Raw.Text one = take(first);
    Raw.Text other = take(second);
    return one == null ? other : one;
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
    if (text.origin().reference() != null && word.equals(ForeignVariables.UNSET)) {
      problems.error(
          text.origin(),
          key,
          null,
          "The variable in "
              + text.origin().reference()
              + " decides this, and is not set. Set it for the import.");
      return null;
    }
    if (!word.equals("true") && !word.equals("false")) {
      problems.error(text.origin(), key, text.text(), "The value must be true or false.");
      return null;
    }
    problems.decided(text);
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

  /** Takes what has no effect here, or is refused, and says why. */
  void dispose(List<ForeignKey> keys) {
    for (ForeignKey key : keys) {
      if (key.use() == ForeignKey.Use.WITHOUT_EFFECT) {
        ignore(List.of(key.name()), "This has no effect here. " + key.meaning());
      } else if (key.use() == ForeignKey.Use.REFUSED) {
        refuse(key.name(), key.meaning());
      }
    }
  }

  /** Refuses everything that is left; values are not shown, since one may be a secret. */
  void refuseRest(Collection<String> known) {
    refuseRest(known, key -> key);
  }

  /**
   * The same where keys are called otherwise in full.
   *
   * @param called a key as the text would have it
   */
  void refuseRest(Collection<String> known, UnaryOperator<String> called) {
    refuse(List.of(), known, called);
  }

  /**
   * Refuses what is not understood, before what is understood is judged: a key that seems missing
   * may only be misspelt.
   *
   * @param understood what stays, and what a hint may name
   */
  void refuseAllBut(Collection<String> understood) {
    refuse(understood, understood, key -> key);
  }

  private void refuse(
      Collection<String> understood, Collection<String> known, UnaryOperator<String> called) {
    for (String key : List.copyOf(values.keySet())) {
      if (understood.contains(key)) {
        continue;
      }
      String meant = Spelling.nearest(key, known);
      Raw.Text text = values.remove(key);
      if (text != null) {
        problems.error(text.origin(), key, null, "Unknown key. " + hint(meant, known, called));
      }
    }
  }

  private static String hint(
      @Nullable String meant, Collection<String> known, UnaryOperator<String> called) {
    if (meant != null) {
      return "Did you mean " + called.apply(meant) + "?";
    }
    return known.size() > MOST_SHOWN
        ? "docs/dialects.md lists those that are known here."
        : "Known here: " + String.join(", ", known) + ".";
  }
}

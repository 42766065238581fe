package dev.mailconnector.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Goes through a section and its inner sections and finds the declared key of every value. */
final class SectionWalk {
  private final String full;
  private final Map<String, Key> keys = new HashMap<>();
  private final UnknownKeys unknown;
  private final Problems problems;

  SectionWalk(String full, List<Key> keys, UnknownKeys unknown, Problems problems) {
    this.full = full;
    keys.forEach(key -> this.keys.put(key.path(), key));
    this.unknown = unknown;
    this.problems = problems;
  }

  void walk(Raw.Section section, BiConsumer<Key, Raw.Text> found) {
    walk(section, "", found);
  }

  private void walk(Raw.Section section, String prefix, BiConsumer<Key, Raw.Text> found) {
    section.entries().forEach((name, entry) -> visit(prefix, name, entry, found));
  }

  private void visit(String prefix, String name, Raw.Entry entry, BiConsumer<Key, Raw.Text> found) {
    String path = prefix + name;
    Key key = keys.get(path);
    Raw value = entry.value();
    if (name.contains(".") && entry.isEmpty()) {
      problems.error(entry.keyOrigin(), full, null, "There is a word here that is no key.");
    } else if (name.contains(".")) {
      refuse(
          entry.keyOrigin(),
          path,
          "A dot does not nest here. Write " + name.replace(".", ": and below it ") + ":.");
    } else if (key != null && value instanceof Raw.Text text) {
      found.accept(key, text);
    } else if (key != null && key.kind() == ValueKind.LIST && value instanceof Raw.Sequence list) {
      list(path, key, list, found);
    } else if (key != null) {
      String what = value instanceof Raw.Sequence ? "a list" : "a section";
      refuse(value.origin(), path, "The key takes one value, not " + what + ".");
    } else if (!isSection(path)) {
      unknown.report(path, entry);
    } else if (value instanceof Raw.Section inner) {
      walk(inner, path + ".", found);
    } else {
      refuse(
          value.origin(),
          path,
          "This is a section, not a value; its keys are " + unknown.keysBelow(path) + ".");
    }
  }

  private void list(String path, Key key, Raw.Sequence list, BiConsumer<Key, Raw.Text> found) {
    for (Raw.Text item : list.items()) {
      if (item.text() == null) {
        refuse(item.origin(), path, "Each item of the list is one value.");
        return;
      }
    }
    found.accept(key, list.inOneValue());
  }

  private void refuse(Origin origin, String path, String rule) {
    problems.error(origin, full + "." + path, null, rule);
  }

  private boolean isSection(String path) {
    return path.equals("auth")
        || keys.keySet().stream().anyMatch(key -> key.startsWith(path + "."));
  }
}

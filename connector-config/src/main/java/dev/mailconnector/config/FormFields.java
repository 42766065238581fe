package dev.mailconnector.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines of {@code Name: value}. Comments begin with #. Used once. */
final class FormFields {
  private static final int SHORTEST_HINT = 4;

  private final String file;
  private final Map<String, String> names;
  private final ForeignSettings fields;
  private final Problems problems;
  private final Map<String, Integer> lines = new HashMap<>();

  /**
   * @param file what problems call the text
   * @param names every name there is, and of each the one that stands for it
   */
  FormFields(String file, Map<String, String> names, Problems problems) {
    this.file = file;
    this.names = names;
    this.fields = new ForeignSettings(problems);
    this.problems = problems;
  }

  ForeignSettings read(String text) {
    List<String> all = text.replaceFirst("^\uFEFF", "").lines().toList();
    for (int i = 0; i < all.size(); i++) {
      String line = all.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        read(line, new Origin(file, i + 1, all.get(i).indexOf(line) + 1));
      }
    }
    return fields;
  }

  private void read(String line, Origin origin) {
    int colon = line.indexOf(':');
    String written = colon < 0 ? line : line.substring(0, colon).strip();
    String name = known(written);
    if (name == null || colon < 0) {
      refuse(written, colon >= 0, origin);
      return;
    }
    String key = String.valueOf(names.get(name));
    Origin here = origin.called(name);
    Integer earlier = lines.put(key, origin.line());
    if (earlier != null) {
      problems.error(
          here, "", null, "It is given twice; the first time in line " + earlier + ". Remove one.");
    }
    fields.addCalled(key, here, line.substring(colon + 1).strip());
  }

  private @Nullable String known(String written) {
    String plain = Spelling.plain(written);
    return names.keySet().stream()
        .filter(name -> Spelling.plain(name).equals(plain))
        .findFirst()
        .orElse(null);
  }

  /** Where a colon is missing a value is part of the name, and may be a password: not shown. */
  private void refuse(String written, boolean colon, Origin origin) {
    String plain = Spelling.plain(written);
    String swallowing =
        names.keySet().stream()
            .filter(name -> plain.startsWith(Spelling.plain(name)))
            .findFirst()
            .orElse(null);
    if (swallowing != null || !colon) {
      problems.error(
          swallowing == null ? origin : origin.called(swallowing),
          "",
          null,
          "A line is a name, a colon and a value: a colon is missing behind the name.");
      return;
    }
    String meant = meant(written, plain);
    problems.error(
        origin.called(written),
        "",
        null,
        meant == null
            ? "Unknown name. Known here: " + String.join(", ", names.keySet()) + "."
            : "Unknown name. Did you mean " + meant + "?");
  }

  /** The nearest name; else one that the word is a part of: {@code Username}. */
  private @Nullable String meant(String written, String plain) {
    String nearest = Spelling.nearest(written, names.keySet());
    if (nearest != null || plain.length() < SHORTEST_HINT) {
      return nearest;
    }
    return names.keySet().stream()
        .filter(name -> Spelling.plain(name).contains(plain))
        .findFirst()
        .orElse(null);
  }
}

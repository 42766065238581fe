package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page of results: a section for each scenario, which can be renewed one by one. Immutable. */
final class ScenarioPage {
  private static final String HEAD =
      """
      # Scenarios

      Written by `benchmarks/run --scenario NAME`; do not edit.
      What was measured and how to read it: [README](README.md).
      """;
  private static final String NOT_YET = "Not measured yet.\n";

  private final Map<String, String> sections;

  private ScenarioPage(Map<String, String> sections) {
    this.sections = sections;
  }

  /** The page as it stands, with these sections; what it has none for yet says so. */
  static ScenarioPage read(Path file, Collection<String> names) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : "";
    Map<String, String> found = new LinkedHashMap<>();
    for (String section : text.split("(?m)^## ")) {
      int end = section.indexOf('\n');
      if (end > 0) {
        found.put(section.substring(0, end), section.substring(end).strip() + "\n");
      }
    }
    Map<String, String> sections = new LinkedHashMap<>();
    names.forEach(name -> sections.put(name, found.getOrDefault(name, NOT_YET)));
    return new ScenarioPage(sections);
  }

  /** The same with another text for this section. */
  ScenarioPage with(String name, String text) {
    Map<String, String> changed = new LinkedHashMap<>(sections);
    changed.put(name, "Machine: " + Machine.facts() + ".\n\n" + text);
    return new ScenarioPage(changed);
  }

  void write(Path file) throws IOException {
    Files.writeString(file, text());
  }

  String text() {
    StringBuilder text = new StringBuilder(HEAD);
    sections.forEach(
        (name, section) ->
            text.append("\n## ").append(name).append("\n\n").append(section.strip()).append("\n"));
    return text.toString();
  }
}

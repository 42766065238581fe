package dev.mailconnector.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works out which EHLO keywords a server offers, from its profile and what a test changes. */
final class EhloKeywords {
  private final List<String> added = new ArrayList<>();
  private final List<String> withheld = new ArrayList<>();
  private @Nullable List<String> exactly;
  private @Nullable List<String> exactlyBeforeTls;

  void exactly(List<String> lines) {
    exactly = lines;
  }

  void exactlyBeforeTls(List<String> lines) {
    exactlyBeforeTls = lines;
  }

  void add(List<String> lines) {
    added.addAll(lines);
  }

  void withhold(List<String> words) {
    withheld.addAll(words);
  }

  List<String> underTls(ProfileScript texts, List<String> mechanisms) {
    return changed(exactly == null ? texts.keywords() : exactly, mechanisms);
  }

  List<String> beforeTls(ProfileScript texts, List<String> mechanisms) {
    if (exactlyBeforeTls != null) {
      return withMechanisms(exactlyBeforeTls, mechanisms);
    }
    if (exactly == null && !texts.keywordsBeforeTls().isEmpty()) {
      return changed(texts.keywordsBeforeTls(), mechanisms);
    }
    List<String> lines = new ArrayList<>(underTls(texts, mechanisms));
    lines.replaceAll(line -> isFor("AUTH", line) ? "STARTTLS" : line);
    put("STARTTLS", lines);
    return List.copyOf(lines);
  }

  static boolean isFor(String keyword, String line) {
    return line.split(" ", 2)[0].equalsIgnoreCase(keyword);
  }

  private List<String> changed(List<String> base, List<String> mechanisms) {
    List<String> lines = new ArrayList<>(base);
    added.forEach(line -> put(line, lines));
    lines.removeIf(line -> withheld.stream().anyMatch(word -> isFor(word, line)));
    return withMechanisms(lines, mechanisms);
  }

  private static List<String> withMechanisms(List<String> base, List<String> mechanisms) {
    List<String> lines = new ArrayList<>(base);
    if (mechanisms.isEmpty()) {
      lines.removeIf(line -> line.equals("AUTH"));
    }
    lines.replaceAll(line -> line.equals("AUTH") ? "AUTH " + String.join(" ", mechanisms) : line);
    return List.copyOf(lines);
  }

  /** Adds a line in place of one with the same keyword, or at the end. */
  private static void put(String line, List<String> lines) {
    String keyword = line.split(" ", 2)[0];
    for (int i = 0; i < lines.size(); i++) {
      if (isFor(keyword, lines.get(i))) {
        lines.set(i, line);
        return;
      }
    }
    lines.add(line);
  }
}

package dev.mailconnector.cli.pages;

import java.util.List;

/**
 * A fenced block of a page.
 *
 * @param page the page, from the project's folder: {@code docs/live.md}
 * @param line where it begins
 * @param info the words behind the fence; none where it is bare
 * @param text what stands inside, without the indentation of the fence
 */
record Block(String page, int line, List<String> info, String text) {

  String language() {
    return info.isEmpty() ? "" : info.get(0);
  }

  /** The word that follows the language, or nothing. */
  String kind() {
    return info.size() < 2 ? "" : info.get(1);
  }

  boolean says(String word) {
    return info.stream().skip(1).anyMatch(word::equals);
  }

  String where() {
    return page + ":" + line;
  }

  /** What a check found, as a line of the report. */
  String problem(String what) {
    return where() + " (" + String.join(" ", info) + "): " + what.strip();
  }
}

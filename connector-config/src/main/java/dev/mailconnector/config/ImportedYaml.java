package dev.mailconnector.config;

import dev.mailconnector.provider.PasswordPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes imported accounts in our own form, with comments. Used once. */
final class ImportedYaml {
  private static final int WIDTH = 100;

  /** What needs no quotes, whatever stands around it. */
  private static final String PLAIN =
      "[A-Za-z0-9./][A-Za-z0-9._/+-]*(?:[@:][A-Za-z0-9._/+-]+)*+|\\$\\{[A-Za-z0-9:._/-]+\\}";

  private final StringBuilder yaml = new StringBuilder();

  /** The head: where it comes from and what is to be known of it. */
  ImportedYaml head(List<String> notes) {
    notes.forEach(note -> comment("", note));
    yaml.append("accounts:\n");
    return this;
  }

  /**
   * One account.
   *
   * @param paths which keys of it to write
   * @param preset its preset, or an empty text
   */
  ImportedYaml account(
      ImportedSettings settings, List<String> paths, String preset, List<PasswordPolicy> breaks) {
    yaml.append("  ").append(scalar(settings.account())).append(":\n");
    settings.remarks().forEach(remark -> comment("    ", remark));
    for (PasswordPolicy policy : breaks) {
      comment("    ", "Breaks: " + policy.warning());
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!preset.isEmpty()) {
      tree.put("preset", preset);
    }
    paths.forEach(path -> put(tree, path, settings.written(path)));
    write(tree, "    ");
    return this;
  }

  @SuppressWarnings("unchecked") // only put() fills it
  private static void put(Map<String, Object> tree, String path, String value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      tree.put(path, value);
    } else {
      Object inner = tree.computeIfAbsent(path.substring(0, dot), first -> new LinkedHashMap<>());
      put((Map<String, Object>) inner, path.substring(dot + 1), value);
    }
  }

  @SuppressWarnings("unchecked") // only put() fills it
  private void write(Map<String, Object> tree, String indent) {
    tree.forEach(
        (key, value) -> {
          yaml.append(indent).append(key).append(':');
          if (value instanceof Map<?, ?> inner) {
            yaml.append('\n');
            write((Map<String, Object>) inner, indent + "  ");
          } else {
            yaml.append(' ').append(scalar(String.valueOf(value))).append('\n');
          }
        });
  }

  private void comment(String indent, String text) {
    for (String line : lines(text, WIDTH - indent.length() - 2)) {
      yaml.append(indent).append(line.isEmpty() ? "#" : "# " + line).append('\n');
    }
  }

  /** No control character of a foreign text can end the comment. */
  private static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String scalar(String text) {
    if (text.matches(PLAIN) && !text.equalsIgnoreCase("null")) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escaped(c)));
    return quoted.append('"').toString();
  }

  private static String escaped(int c) {
    if (c == '"' || c == '\\') {
      return "\\" + (char) c;
    }
    boolean printable = c >= ' ' && c != 0x7F && !(c >= 0x80 && c < 0xA0) && c < 0xD7FF;
    return printable && c != 0x2028 && c != 0x2029 && c != 0xFEFF
        ? Character.toString(c)
        : String.format("\\U%08X", c);
  }

  @Override
  public String toString() {
    return yaml.toString();
  }
}

package dev.mailconnector.config;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** Writes maps, lists, texts, numbers and truth values as indented JSON (RFC 8259). */
final class SchemaText {
  private final StringBuilder text = new StringBuilder(64 * 1024);

  private SchemaText() {}

  static String of(Map<String, ?> root) {
    SchemaText writer = new SchemaText();
    writer.value(root, "");
    return writer.text.append('\n').toString();
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      object(map, indent);
    } else if (value instanceof Collection<?> list) {
      array(list, indent);
    } else if (value instanceof String word) {
      string(word);
    } else {
      text.append(value);
    }
  }

  private void object(Map<?, ?> map, String indent) {
    String inner = indent + "  ";
    text.append('{');
    String separator = "\n";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator).append(inner);
      string(String.valueOf(entry.getKey()));
      text.append(": ");
      value(entry.getValue(), inner);
      separator = ",\n";
    }
    text.append('\n').append(indent).append('}');
  }

  /** On one line where each item is short; so an enumeration stays readable. */
  private void array(Collection<?> list, String indent) {
    boolean nested = list.stream().anyMatch(item -> item instanceof Map);
    String inner = indent + "  ";
    text.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      text.append(nested ? "\n" + inner : "");
      value(items.next(), inner);
      text.append(!items.hasNext() ? "" : nested ? "," : ", ");
    }
    text.append(nested ? "\n" + indent : "").append(']');
  }

  private void string(String word) {
    text.append('"');
    for (char c : word.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}

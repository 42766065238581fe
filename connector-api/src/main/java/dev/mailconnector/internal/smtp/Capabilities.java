package dev.mailconnector.internal.smtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a server announced in its EHLO reply (RFC 5321 section 4.1.1.1). Immutable. */
public final class Capabilities {
  private final Map<String, String> keywords;
  private final List<String> mechanisms;
  private final long maxSize;

  private Capabilities(Map<String, String> keywords, List<String> mechanisms) {
    this.keywords = keywords;
    this.mechanisms = mechanisms;
    String size = keywords.getOrDefault("SIZE", "");
    this.maxSize = size.matches("\\d{1,18}") ? Long.parseLong(size) : 0;
  }

  /** Reads an EHLO reply, lines separated by LF, digits included. */
  public static Capabilities parse(String ehloReply) {
    Map<String, String> keywords = new LinkedHashMap<>();
    Set<String> mechanisms = new LinkedHashSet<>();
    List<String> lines = ehloReply.lines().toList();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String text = line.length() > 4 ? line.substring(4).strip() : "";
      String[] words = text.split("[ \t]+", 2);
      String keyword = words[0].toUpperCase(Locale.ROOT);
      String parameter = words.length > 1 ? words[1].strip() : "";
      if (keyword.equals("AUTH")) {
        addAll(mechanisms, parameter);
      } else if (keyword.startsWith("AUTH=")) {
        // "AUTH=LOGIN PLAIN": the form before RFC 2554, still sent by old servers beside the right
        // one.
        addAll(mechanisms, keyword.substring(5) + " " + parameter);
      }
      keywords.putIfAbsent(keyword, parameter);
    }
    return new Capabilities(keywords, new ArrayList<>(mechanisms));
  }

  private static void addAll(Set<String> mechanisms, String names) {
    Arrays.stream(names.split("[ \t]+"))
        .filter(name -> !name.isEmpty())
        .forEach(name -> mechanisms.add(name.toUpperCase(Locale.ROOT)));
  }

  /** Whether this keyword was announced. */
  public boolean has(String keyword) {
    return keywords.containsKey(keyword);
  }

  /** The login mechanisms, in the server's order. */
  public List<String> mechanisms() {
    return List.copyOf(mechanisms);
  }

  /** The largest message the server takes (RFC 1870), or 0 if it names none. */
  public long maxSize() {
    return maxSize;
  }
}

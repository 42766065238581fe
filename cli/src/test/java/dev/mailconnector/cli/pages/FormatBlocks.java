package dev.mailconnector.cli.pages;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code json}, and {@code ini} as MIT's krb5.conf has it: well formed, which is all that can be
 * said of other programs' files.
 */
final class FormatBlocks implements BlockCheck {
  private static final Pattern KRB5_LINE =
      Pattern.compile("\\[\\w+]|\\w[\\w.-]* = (?:\\{|[^{}=]+)|}|#.*|");

  @Override
  public boolean takes(Block block) {
    return List.of("json", "ini").contains(block.language()) && block.kind().isEmpty();
  }

  @Override
  public List<String> problems(List<Block> blocks) {
    List<String> problems = new ArrayList<>();
    for (Block block : blocks) {
      String problem = block.language().equals("json") ? json(block.text()) : krb5(block.text());
      if (problem != null) {
        problems.add(block.problem(problem));
      }
    }
    return problems;
  }

  private static @Nullable String json(String text) {
    try {
      JsonParser.parseString(text);
      return null;
    } catch (JsonParseException e) {
      return e.getMessage();
    }
  }

  private static @Nullable String krb5(String text) {
    int depth = 0;
    for (String line :
        text.lines().map(line -> line.replaceFirst("\\s+#.*", "").strip()).toList()) {
      if (!KRB5_LINE.matcher(line).matches()) {
        return "not a line of krb5.conf: " + line;
      }
      depth += line.endsWith("{") ? 1 : line.equals("}") ? -1 : 0;
    }
    return depth == 0 ? null : "unbalanced braces";
  }

  /** What closes each bracket that is still open, or why there is no saying. */
  static @Nullable String unbalanced(String code) {
    Map<Character, Character> pairs = Map.of('(', ')', '{', '}', '[', ']');
    Deque<Character> open = new ArrayDeque<>();
    char quote = 0;
    for (char c : code.toCharArray()) {
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (pairs.containsKey(c)) {
        open.push(Objects.requireNonNull(pairs.get(c)));
      } else if (pairs.containsValue(c) && (open.isEmpty() || open.pop() != c)) {
        return "a " + c + " that closes nothing";
      }
    }
    if (quote != 0) {
      return "a quote that does not end";
    }
    return open.isEmpty() ? null : "open brackets: " + open;
  }
}

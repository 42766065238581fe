package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value with <code>${scheme:reference}</code> parts. <code>$${</code> stands for <code>${</code>
 * itself; any other dollar sign is just that.
 *
 * @param parts in order
 */
record Template(List<Part> parts) {
  private static final Pattern REFERENCE =
      Pattern.compile("([a-z][a-z0-9+.-]*):(.*)", Pattern.DOTALL);

  /** A piece of the value. */
  sealed interface Part {}

  /**
   * Text that means itself.
   *
   * @param text the text
   */
  record Literal(String text) implements Part {}

  /**
   * A value kept elsewhere.
   *
   * @param scheme {@code env}, {@code file}, or that of a plug-in
   * @param reference what the scheme understands
   * @param otherwise the default ({@code env} alone), or null
   */
  record Reference(String scheme, String reference, @Nullable String otherwise) implements Part {}

  static Template verbatim(String text) {
    return new Template(List.of(new Literal(text)));
  }

  static Template parse(String text) throws RuleBroken {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("$${", i)) {
        literal.append("${");
        i += 3;
      } else if (text.startsWith("${", i)) {
        int end = text.indexOf('}', i);
        if (end < 0) {
          throw new RuleBroken("A ${ is not closed by }. Write $${ where ${ itself is meant.");
        }
        if (!literal.isEmpty()) {
          parts.add(new Literal(literal.toString()));
          literal.setLength(0);
        }
        parts.add(reference(text.substring(i + 2, end)));
        i = end + 1;
      } else {
        literal.append(text.charAt(i++));
      }
    }
    if (!literal.isEmpty() || parts.isEmpty()) {
      parts.add(new Literal(literal.toString()));
    }
    return new Template(List.copyOf(parts));
  }

  /** Whether a part of it stands in the configuration itself: text, or a default. */
  boolean hasText() {
    return parts.stream()
        .anyMatch(
            part ->
                part instanceof Literal
                    || (part instanceof Reference ref
                        && ref.otherwise != null
                        && !ref.otherwise.isEmpty()));
  }

  /** Whether nothing of it comes from a place that is made for secrets. */
  boolean isShowable() {
    return parts.stream()
        .allMatch(
            part ->
                part instanceof Literal
                    || (part instanceof Reference ref && ref.scheme.equals("env")));
  }

  private static Reference reference(String inside) throws RuleBroken {
    Matcher matcher = REFERENCE.matcher(inside);
    if (!matcher.matches()) {
      throw new RuleBroken(
          "${...} needs a scheme and a reference: ${env:NAME} or ${file:/path}. Write $${ where ${"
              + " itself is meant."
              + (inside.matches("[A-Z_][A-Z0-9_]*") ? " Did you mean ${env:" + inside + "}?" : ""));
    }
    String scheme = matcher.group(1);
    String reference = matcher.group(2);
    int split = scheme.equals("env") ? reference.indexOf(":-") : -1;
    return split < 0
        ? new Reference(scheme, reference, null)
        : new Reference(scheme, reference.substring(0, split), reference.substring(split + 2));
  }
}

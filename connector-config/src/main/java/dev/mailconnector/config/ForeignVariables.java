package dev.mailconnector.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment, as far as values of a dialect refer to it: <code>${SMTP_HOST:localhost}</code>.
 * A value that is put together here is the resolved one, and its origin knows the reference to it
 * in our own form, so that an import keeps the reference.
 */
final class ForeignVariables {
  /**
   * What stands for a variable that an import does not find: the program will have it where it
   * runs.
   */
  static final String UNSET = "unset";

  private final Map<String, String> environment;
  private final boolean needed;
  private final Problems problems;

  private ForeignVariables(Map<String, String> environment, boolean needed, Problems problems) {
    this.environment = environment;
    this.needed = needed;
    this.problems = problems;
  }

  /** A variable that is not set is a problem. */
  static ForeignVariables needed(Map<String, String> environment, Problems problems) {
    return new ForeignVariables(environment, true, problems);
  }

  /** A variable that is not set has the value {@link #UNSET}. */
  static ForeignVariables forImport(Map<String, String> environment, Problems problems) {
    return new ForeignVariables(environment, false, problems);
  }

  /**
   * The names of what is set. None for an import: the variables are those of the machine that it
   * runs on, and win over no file.
   */
  Set<String> names() {
    return needed ? environment.keySet() : Set.of();
  }

  /** Whether a variable is set, to something. */
  boolean has(String name) {
    String value = environment.get(name);
    return value != null && !value.isEmpty();
  }

  /** Whether a variable, a list with commas, has one of the words of another such list. */
  boolean isIn(String name, String words) {
    List<String> set = List.of(environment.getOrDefault(name, "").split("\\s*,\\s*"));
    return Arrays.stream(words.strip().split("\\s*,\\s*")).anyMatch(set::contains);
  }

  /** Begins a value. */
  Value value() {
    return new Value();
  }

  /** One value being put together of text and variables. */
  final class Value {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reference = new StringBuilder();
    private final Set<String> missing = new LinkedHashSet<>();
    private boolean refers;
    private boolean dollarBefore;

    private Value() {}

    /** Adds text that means itself. */
    Value text(String literal) {
      text.append(literal);
      reference.append(literal.replace("${", "$${"));
      return this;
    }

    /**
     * Adds the value of a variable.
     *
     * @param otherwise its value where it is not set or empty; null if it has to be set
     */
    Value variable(String name, @Nullable String otherwise) {
      refers = true;
      dollarBefore |= reference.length() > 0 && reference.charAt(reference.length() - 1) == '$';
      String set = environment.get(name);
      boolean empty = set == null || set.isEmpty();
      // Our form has no empty default, and none with a brace.
      boolean hasDefault = otherwise != null && !otherwise.isEmpty() && !otherwise.contains("}");
      reference
          .append("${env:")
          .append(name)
          .append(hasDefault ? ":-" + otherwise : "")
          .append("}");
      if (!empty) {
        text.append(set);
      } else if (otherwise != null && (needed || !otherwise.isEmpty())) {
        text.append(otherwise);
      } else if (needed) {
        missing.add(name);
      } else if (set == null) {
        text.append(UNSET);
      }
      return this;
    }

    /** Adds the value of a variable that may be set to nothing. */
    Value variableOrEmpty(String name, @Nullable String otherwise) {
      return variable(name, otherwise == null && names().contains(name) ? "" : otherwise);
    }

    /** The value at this place. */
    Raw.Text at(Origin origin) {
      for (String name : missing) {
        boolean toNothing = environment.containsKey(name);
        String meant = toNothing ? null : Spelling.nearest(name, names());
        problems.error(
            origin,
            "",
            null,
            "The environment variable "
                + name
                + (toNothing ? " is set to nothing." : " is not set.")
                + (meant == null ? "" : " Did you mean " + meant + "?"));
      }
      if (dollarBefore && !needed) {
        problems.error(
            origin,
            "",
            null,
            "A $ stands before a variable here, which our own form cannot say ($${ is the text ${"
                + " there). Put all of it into one variable.");
      }
      return new Raw.Text(
          refers ? origin.referring(reference.toString()) : origin, text.toString(), true);
    }
  }
}

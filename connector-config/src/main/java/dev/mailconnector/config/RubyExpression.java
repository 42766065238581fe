package dev.mailconnector.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value in Ruby: a literal, a constant's name, or a variable of the environment with a default.
 * No Ruby is ever run; whatever else there is gets a word of explanation.
 */
final class RubyExpression {
  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d_]*(?:\\.\\d+)?\\b");
  private static final Pattern WORD = Pattern.compile("(?:true|false|nil)\\b");
  private static final Pattern SYMBOL = Pattern.compile(":(\\w+)");
  private static final String MODE = "(?:::)?(?:[A-Z]\\w*::)*VERIFY_[A-Z_]+";
  private static final Pattern CONSTANT = Pattern.compile(MODE + "(?:\\s*\\|\\s*" + MODE + ")*\\b");
  private static final Pattern ENV = Pattern.compile("ENV\\[\\s*(['\"])(\\w+)\\1\\s*\\]");
  private static final Pattern FETCH = Pattern.compile("ENV\\.fetch\\(\\s*(['\"])(\\w+)\\1\\s*");
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final Pattern CLOSED = Pattern.compile("\\s*\\)");
  private static final Pattern BLOCK = Pattern.compile("\\s*\\{\\s*");
  private static final Pattern BLOCK_END = Pattern.compile("\\s*\\}");
  private static final Pattern OR = Pattern.compile("\\s*\\|\\|\\s*");
  private static final Pattern CONVERSION =
      Pattern.compile("(?:\\.(?:to_i|to_s|to_sym|presence|strip|freeze)\\b(?:\\(\\))?)+");
  private static final Pattern KEPT =
      Pattern.compile("(?:Rails\\b.*\\b)?(?:credentials|secrets)\\b");

  /** Explains what no expression here can be. */
  static final String CODE =
      "This is Ruby code, and none is run here. Write the value itself, or ENV[\"NAME\"].";

  private static final String ENCRYPTED =
      "The encrypted credentials of Rails are not read here. Put the value into a variable of the"
          + " environment, and write ENV[\"NAME\"].";

  private final RubyCursor cursor;
  private final ForeignVariables.Value value;

  private RubyExpression(RubyCursor cursor, ForeignVariables.Value value) {
    this.cursor = cursor;
    this.value = value;
  }

  /** Reads the value here and adds it. */
  static void read(RubyCursor cursor, ForeignVariables.Value value) throws RuleBroken {
    new RubyExpression(cursor, value).read();
  }

  private void read() throws RuleBroken {
    Matcher env = cursor.take(ENV);
    Matcher fetch = env == null ? cursor.take(FETCH) : null;
    if (env != null) {
      variable(env.group(2), null);
    } else if (fetch != null) {
      variable(fetch.group(2), fetched());
    } else if (cursor.here() == '"') {
      quoted();
    } else {
      value.text(literal());
    }
    cursor.take(CONVERSION);
  }

  /** The default of a fetch: its second argument, or a block. */
  private @Nullable String fetched() throws RuleBroken {
    String otherwise = cursor.take(COMMA) == null ? null : plainLiteral();
    expect(CLOSED);
    if (otherwise == null && cursor.take(BLOCK) != null) {
      otherwise = plainLiteral();
      expect(BLOCK_END);
    }
    return otherwise;
  }

  private void variable(String name, @Nullable String given) throws RuleBroken {
    String otherwise = given;
    cursor.take(CONVERSION);
    while (otherwise == null && cursor.take(OR) != null) {
      otherwise = plainLiteral();
    }
    value.variableOrEmpty(name, otherwise);
  }

  private void expect(Pattern pattern) throws RuleBroken {
    if (cursor.take(pattern) == null) {
      throw new RuleBroken(CODE);
    }
  }

  private String plainLiteral() throws RuleBroken {
    if (cursor.here() != '"') {
      return literal();
    }
    int start = cursor.at();
    cursor.next();
    StringBuilder text = new StringBuilder();
    while (cursor.here() != '"') {
      if (cursor.atEnd() || cursor.here() == '#') {
        cursor.moveTo(start);
        throw new RuleBroken(CODE);
      }
      text.append(character());
    }
    cursor.next();
    return text.toString();
  }

  private String literal() throws RuleBroken {
    if (cursor.here() == '\'') {
      return singleQuoted();
    }
    Matcher symbol = cursor.take(SYMBOL);
    if (symbol != null) {
      return symbol.group(1);
    }
    for (Pattern pattern : new Pattern[] {CONSTANT, NUMBER, WORD}) {
      Matcher found = cursor.take(pattern);
      if (found != null) {
        String word = found.group();
        return word.equals("nil") ? "" : pattern == NUMBER ? word.replace("_", "") : word;
      }
    }
    throw new RuleBroken(cursor.take(KEPT) == null ? CODE : ENCRYPTED);
  }

  private String singleQuoted() throws RuleBroken {
    cursor.next();
    StringBuilder text = new StringBuilder();
    while (cursor.here() != '\'') {
      notAtEnd();
      char c = cursor.next();
      boolean escape = c == '\\' && (cursor.here() == '\'' || cursor.here() == '\\');
      text.append(escape ? cursor.next() : c);
    }
    cursor.next();
    return text.toString();
  }

  /** Text with variables in it: <code>"smtp.#{ENV["DOMAIN"]}"</code>. */
  private void quoted() throws RuleBroken {
    cursor.next();
    while (cursor.here() != '"') {
      notAtEnd();
      char c = cursor.here();
      if (c == '#') {
        cursor.next();
        if (cursor.here() == '{') {
          cursor.next();
          cursor.skipBlanks(true);
          read();
          expect(BLOCK_END);
        } else {
          value.text("#");
        }
      } else {
        value.text(character());
      }
    }
    cursor.next();
  }

  private String character() throws RuleBroken {
    char c = cursor.next();
    if (c != '\\') {
      return String.valueOf(c);
    }
    notAtEnd();
    char escaped = cursor.next();
    return switch (escaped) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 's' -> " ";
      case 'u', 'x', 'e', '0' ->
          throw new RuleBroken("This escape is not understood here. Write the character itself.");
      default -> String.valueOf(escaped);
    };
  }

  private void notAtEnd() throws RuleBroken {
    if (cursor.atEnd()) {
      throw new RuleBroken("The quote is not closed.");
    }
  }
}

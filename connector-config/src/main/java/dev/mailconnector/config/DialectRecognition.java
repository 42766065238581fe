package dev.mailconnector.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells from a text which dialects it may be: by the words that each has and no other has. None for
 * a text that is no mail configuration.
 */
final class DialectRecognition {
  /** Every pattern of one list has to be found. */
  private static final Map<String, List<List<Pattern>>> SIGNS =
      Map.of(
          "nodemailer",
          List.of(
              List.of(key("host"), key("secure|requireTLS|ignoreTLS|opportunisticTLS|authMethod")),
              List.of(key("host"), key("auth"), key("pass")),
              List.of(key("service"), key("auth"), key("user"))),
          "typebot",
          List.of(List.of(variable("SMTP_HOST"))),
          "rails",
          List.of(
              List.of(sign("\\bsmtp_settings\\b"), sign("\\baddress\\b")),
              List.of(
                  sign("^[ \\t{,]*:?\"?'?address\"?'?\\s*(?::|=>)"),
                  sign(
                      "\\b(?:user_name|enable_starttls(?:_auto)?|openssl_verify_mode|authentication)"
                          + "\"?'?\\s*(?::|=>)"))),
          "thand",
          List.of(List.of(key("provider"), sign("\\bprovider\"?:\\s*[\"']?email(?:\\.\\w+)?\\b"))),
          "form",
          List.of(List.of(sign("^[ \\t]*SMTP (?:Host|Server)\\s*:"))),
          "jakarta-mail",
          List.of(
              List.of(sign("^mail\\.(?:smtps?\\.[\\w.-]+|host|transport\\.protocol)\\s*[=: ]"))),
          "spring",
          List.of(
              List.of(sign("^[ \\t]*spring\\.mail\\.[\\w.-]+\\s*[=:]")),
              List.of(variable("SPRING_MAIL_\\w+"))));

  private static final Pattern SPRING = sign("^[ \\t]*\"?spring\"?:");
  private static final Pattern MAIL = sign("^[ \\t]+\"?mail\"?:");

  private DialectRecognition() {}

  /** The dialects that a text may be. */
  static List<Dialect> of(String text) {
    String plain = text.replaceFirst("^\uFEFF", "").replace("\r\n", "\n");
    return Arrays.stream(Dialect.values()).filter(dialect -> is(dialect, plain)).toList();
  }

  private static boolean is(Dialect dialect, String text) {
    return switch (dialect) {
          case URL -> isUrl(text);
          case SPRING -> hasMailBelowSpring(text);
          default -> false;
        }
        || SIGNS.getOrDefault(dialect.word(), List.of()).stream()
            .anyMatch(signs -> signs.stream().allMatch(sign -> sign.matcher(text).find()));
  }

  /** Without a pattern for the whole: those give up, or take for ever, at thousands of lines. */
  private static boolean isUrl(String text) {
    List<String> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .limit(2)
            .toList();
    return lines.size() == 1 && lines.get(0).matches("smtps?://\\S+");
  }

  private static boolean hasMailBelowSpring(String text) {
    Matcher spring = SPRING.matcher(text);
    return spring.find() && MAIL.matcher(text).find(spring.end());
  }

  /** A key of JSON or YAML. */
  private static Pattern key(String names) {
    return sign("(?:^|[{,\\s])[\"']?(?:" + names + ")[\"']?\\s*:(?:\\s|[\"'{\\[\\d]|true|false)");
  }

  /** A variable of an {@code .env} file, or of a container's. */
  private static Pattern variable(String name) {
    return sign("^[ \\t]*(?:export[ \\t]+)?" + name + "[ \\t]*=");
  }

  private static Pattern sign(String regex) {
    return Pattern.compile(regex, Pattern.MULTILINE);
  }
}

package dev.mailconnector.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tells from a text which dialects it may be: by the words that each has and no other has. None for
 * a text that is no mail configuration.
 */
final class DialectRecognition {
  /** Every pattern of one list has to be found. */
  private static final Map<String, List<List<Pattern>>> SIGNS =
      Map.of(
          "url",
          List.of(
              List.of(sign("\\A(?:\\s*(?:#.*)?\\n)*\\s*smtps?://\\S+\\s*(?:\\n\\s*(?:#.*)?)*\\z"))),
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
                  sign("^[\\s{,]*:?\"?'?address\"?'?\\s*(?::|=>)"),
                  sign(
                      "\\b(?:user_name|enable_starttls(?:_auto)?|openssl_verify_mode|authentication)"
                          + "\"?'?\\s*(?::|=>)"))),
          "thand",
          List.of(List.of(key("provider"), sign("\\bprovider\"?:\\s*[\"']?email(?:\\.\\w+)?\\b"))),
          "form",
          List.of(List.of(sign("^\\s*SMTP (?:Host|Server)\\s*:"))),
          "jakarta-mail",
          List.of(
              List.of(sign("^mail\\.(?:smtps?\\.[\\w.-]+|host|transport\\.protocol)\\s*[=: ]"))),
          "spring",
          List.of(
              List.of(sign("^\\s*spring\\.mail\\.[\\w.-]+\\s*[=:]")),
              List.of(sign("^\\s*\"?spring\"?:[\\s\\S]*^\\s+\"?mail\"?:")),
              List.of(variable("SPRING_MAIL_\\w+"))));

  private DialectRecognition() {}

  /** The dialects that a text may be. */
  static List<Dialect> of(String text) {
    String plain = text.replaceFirst("^\uFEFF", "").replace("\r\n", "\n");
    return Arrays.stream(Dialect.values()).filter(dialect -> is(dialect, plain)).toList();
  }

  private static boolean is(Dialect dialect, String text) {
    return SIGNS.getOrDefault(dialect.word(), List.of()).stream()
        .anyMatch(signs -> signs.stream().allMatch(sign -> sign.matcher(text).find()));
  }

  /** A key of JSON or YAML. */
  private static Pattern key(String names) {
    return sign("(?:^|[{,\\s])[\"']?(?:" + names + ")[\"']?\\s*:(?:\\s|[\"'{\\[\\d]|true|false)");
  }

  /** A variable of an {@code .env} file, or of a container's. */
  private static Pattern variable(String name) {
    return sign("^\\s*(?:export\\s+)?" + name + "\\s*=");
  }

  private static Pattern sign(String regex) {
    return Pattern.compile(regex, Pattern.MULTILINE);
  }
}

package dev.mailconnector.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The argument of MAIL or RCPT: an address and its parameters (RFC 5321, section 4.1.2). */
record MailPath(String address, Map<String, String> parameters) {
  private static final Pattern PATH =
      Pattern.compile("\\s*<((?:\"(?:\\\\.|[^\"\\\\])*\"|[^>\"])*)>(?:\\s+(.*?))?\\s*");
  private static final Set<String> OF_MAIL =
      Set.of("SIZE", "BODY", "SMTPUTF8", "RET", "ENVID", "AUTH", "REQUIRETLS");
  private static final Set<String> OF_RCPT = Set.of("NOTIFY", "ORCPT");

  /** The path after a word such as {@code FROM:}; null if it is malformed. */
  static @Nullable MailPath parse(String word, String argument) {
    if (!argument.regionMatches(true, 0, word, 0, word.length())) {
      return null;
    }
    Matcher matcher = PATH.matcher(argument.substring(word.length()));
    if (!matcher.matches()) {
      return null;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    String rest = matcher.group(2);
    for (String parameter : rest == null ? new String[0] : rest.split(" +")) {
      String[] parts = parameter.split("=", 2);
      parameters.put(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
    }
    return new MailPath(matcher.group(1), parameters);
  }

  /** What is wrong with it as the argument of MAIL, as a reply; null if nothing is. */
  @Nullable String problemOfSender(ServerScript script, @Nullable SSLSession tls) {
    String size = parameters.getOrDefault("SIZE", "0");
    if (!size.matches("\\d{1,18}")) {
      return "501 5.5.4 Bad SIZE";
    }
    if (Long.parseLong(size) > script.sizeLimit()) {
      return MailTransaction.TOO_BIG;
    }
    return problem(OF_MAIL, parameters.containsKey("SMTPUTF8"), script, tls);
  }

  /** What is wrong with it as the argument of RCPT, as a reply; null if nothing is. */
  @Nullable String problemOfRecipient(boolean utf8, ServerScript script, @Nullable SSLSession tls) {
    return problem(OF_RCPT, utf8, script, tls);
  }

  private @Nullable String problem(
      Set<String> known, boolean utf8, ServerScript script, @Nullable SSLSession tls) {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      if (!known.contains(name) || !script.offers(keywordOf(name, parameter.getValue()), tls)) {
        return "555 5.5.4 Unsupported parameter " + name;
      }
    }
    return utf8 || StandardCharsets.US_ASCII.newEncoder().canEncode(address)
        ? null
        : "553 5.6.7 The address needs SMTPUTF8";
  }

  /** The EHLO keyword under which a known parameter is offered. */
  private static String keywordOf(String name, String value) {
    return switch (name) {
      case "BODY" -> value.equalsIgnoreCase("BINARYMIME") ? "BINARYMIME" : "8BITMIME";
      case "RET", "ENVID", "NOTIFY", "ORCPT" -> "DSN";
      default -> name;
    };
  }
}

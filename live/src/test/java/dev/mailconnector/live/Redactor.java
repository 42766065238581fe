package dev.mailconnector.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what identifies somebody: every value given, with a placeholder that is the
 * same wherever it stood, and whatever looks like an address or an id. Too much goes rather than
 * too little.
 */
final class Redactor {
  private static final int SHORTEST = 3;
  private static final int SHORTEST_BASE64 = 8;

  private static final Set<String> OF_THE_OWNER =
      Set.of("client_email", "client_id", "private_key", "private_key_id", "project_id");

  /** What is no value given, but says who, where or when. In this order. */
  private static final Map<Pattern, String> PATTERNS = patterns();

  private final Map<String, String> values = new LinkedHashMap<>();

  private static Map<Pattern, String> patterns() {
    Map<Pattern, String> patterns = new LinkedHashMap<>();
    patterns.put(Pattern.compile("[\\w.+%=-]+@[\\w-]+(\\.[\\w-]+)*"), "<mail-address>");
    patterns.put(Pattern.compile("eyJ[\\w-]+(\\.[\\w-]*){1,4}"), "<token>");
    patterns.put(
        Pattern.compile("\\b\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b"), "<id>");
    patterns.put(Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b"), "<ip-address>");
    patterns.put(
        Pattern.compile(
            "(?<![\\w:])(?=[\\p{XDigit}:]*([a-fA-F]|::))"
                + "(\\p{XDigit}{0,4}:){2,7}\\p{XDigit}{1,4}(?![\\w:])"),
        "<ip-address>");
    patterns.put(
        Pattern.compile(
            "((?<![\\w-])|(?<=(?<![\\w-])\\d{3}-))"
                + "(?!\\d{3}-|AADSTS|SCRAM-|\\d{4}-\\d\\d-\\d\\d)"
                + "(?=[\\w-]*\\d)(?=[\\w-]*[A-Za-z])[\\w-]{12,}(?![\\w-])"),
        "<id>");
    patterns.put(Pattern.compile("(?<![\\w.])\\d{12,}(?![\\w.])"), "<id>");
    return patterns;
  }

  /** One that knows every variable, and the name of this machine. */
  static Redactor of(Variables given) {
    Redactor redactor = new Redactor();
    given.all().forEach(redactor::hideVariable);
    try {
      redactor.hide("<this-machine>", InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException nameless) {
      redactor.hide("<this-machine>", String.valueOf(nameless.getMessage()));
    }
    redactor.hide("<login-name>", System.getProperty("user.name"));
    return redactor;
  }

  private void hideVariable(String name, String value) {
    if (!name.equals("MICROSOFT_CLOUD")) {
      hide(placeholder(name), value);
    }
    if (value.startsWith("https://")) {
      hide("<issuer-host>", String.valueOf(URI.create(value).getHost()));
    }
    if (name.endsWith("KEY_FILE")) {
      hideKeyFile(Path.of(value));
    }
  }

  /** What a key file of Google says about its owner. */
  private void hideKeyFile(Path file) {
    try {
      Matcher member =
          Pattern.compile("\"(\\w+)\"\\s*:\\s*\"([^\"]+)\"").matcher(Files.readString(file));
      while (member.find()) {
        if (OF_THE_OWNER.contains(member.group(1))) {
          hide("<key-file-" + member.group(1) + ">", member.group(2));
        }
      }
    } catch (IOException unreadable) {
      // The login will say so.
    }
  }

  /** {@code MICROSOFT_CLIENT_ID} is a {@code <client-id>}. */
  private static String placeholder(String variable) {
    return "<"
        + variable
            .replaceFirst("^(MICROSOFT|GOOGLE|GENERIC)_", "")
            .toLowerCase(Locale.ROOT)
            .replace('_', '-')
        + ">";
  }

  /** This value, and a mail address' domain, become this placeholder from now on. */
  void hide(String placeholder, String value) {
    if (value.length() < SHORTEST || isHarmless(placeholder, value)) {
      return;
    }
    values.put(value, placeholder);
    int at = value.lastIndexOf('@');
    if (at > 0 && value.length() - at > SHORTEST) {
      values.putIfAbsent(value.substring(at + 1), "<domain>");
      values.putIfAbsent(value.substring(0, at), placeholder);
    }
  }

  /** Permissions, hosts and ports are what a report is about. */
  private static boolean isHarmless(String placeholder, String value) {
    return value.equalsIgnoreCase("yes")
        || placeholder.equals("<port>")
        || placeholder.equals("<scope>")
        || (placeholder.equals("<tenant>") && value.matches("common|consumers|organizations"));
  }

  /** The text without them. */
  String redact(String text) {
    String rest = text;
    for (Map.Entry<String, String> value : longestFirst()) {
      for (String form : forms(value.getKey())) {
        rest =
            Pattern.compile(bounded(form), Pattern.CASE_INSENSITIVE)
                .matcher(rest)
                .replaceAll(value.getValue());
      }
    }
    for (Map.Entry<Pattern, String> pattern : PATTERNS.entrySet()) {
      rest = pattern.getKey().matcher(rest).replaceAll(pattern.getValue());
    }
    return rest;
  }

  /** The placeholders of the values that are still in this text, in any form. */
  List<String> found(String text) {
    List<String> found = new ArrayList<>();
    String lower = text.toLowerCase(Locale.ROOT);
    values.forEach(
        (value, placeholder) -> {
          for (String form : forms(value)) {
            boolean there =
                isWord(form)
                    ? Pattern.compile(bounded(form), Pattern.CASE_INSENSITIVE).matcher(text).find()
                    : lower.contains(form.toLowerCase(Locale.ROOT));
            if (there) {
              found.add(placeholder);
              return;
            }
          }
        });
    return found;
  }

  private List<Map.Entry<String, String>> longestFirst() {
    return values.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, String> value) -> -value.getKey().length()))
        .toList();
  }

  /** A short word is looked for as a word: half of all texts have "ann" somewhere. */
  private static String bounded(String form) {
    return isWord(form)
        ? "(?<![A-Za-z0-9])" + Pattern.quote(form) + "(?![A-Za-z0-9])"
        : Pattern.quote(form);
  }

  private static boolean isWord(String form) {
    return form.length() < SHORTEST_BASE64;
  }

  private static List<String> forms(String value) {
    List<String> forms = new ArrayList<>();
    forms.add(value);
    forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
    if (value.length() >= SHORTEST_BASE64) {
      byte[] octets = value.getBytes(StandardCharsets.UTF_8);
      for (int before = 0; before < 3; before++) {
        String base64 = inner(octets, before);
        forms.add(base64);
        forms.add(base64.replace('+', '-').replace('/', '_'));
      }
    }
    return forms.stream().distinct().toList();
  }

  /** What a value looks like in a longer base64 text, whatever stands beside it. */
  private static String inner(byte[] octets, int before) {
    byte[] shifted = new byte[before + octets.length];
    System.arraycopy(octets, 0, shifted, before, octets.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    return encoded.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
  }

  @Override
  public String toString() {
    return "a redactor of " + values.size() + " values";
  }
}

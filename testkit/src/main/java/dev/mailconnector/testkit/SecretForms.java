package dev.mailconnector.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Every form in which a secret may show up.
 *
 * <p>Within a longer base64 text (a SASL response, a header) the secret begins at one of three
 * alignments, and only the characters that depend on nothing but the secret can be looked for.
 */
final class SecretForms {
  private static final int SHORTEST = 6;
  private static final int LONG = 32;

  private final String name;
  private final Map<String, String> forms = new LinkedHashMap<>();

  SecretForms(String name, String secret) {
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "The secret \""
              + name
              + "\" is shorter than "
              + SHORTEST
              + " characters: it would be found by accident");
    }
    this.name = name;
    addForms(secret, "");
    if (secret.length() >= LONG) {
      addForms(secret.substring(0, secret.length() / 2), "first half of it, ");
      addForms(secret.substring(secret.length() / 2), "second half of it, ");
    }
  }

  String name() {
    return name;
  }

  /** The texts to look for, by what they are. */
  Map<String, String> forms() {
    return forms;
  }

  /** Where the text holds a form, -1 if nowhere; hexadecimal digits may have either case. */
  static int indexOf(String form, String what, String text) {
    return what.endsWith("hexadecimal")
        ? text.toLowerCase(Locale.ROOT).indexOf(form)
        : text.indexOf(form);
  }

  private void addForms(String secret, String part) {
    byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
    add(part + "in clear", secret);
    for (int before = 0; before < 3; before++) {
      String base64 = innerBase64(octets, before);
      add(part + "base64 at alignment " + before, base64);
      add(
          part + "URL-safe base64 at alignment " + before,
          base64.replace('+', '-').replace('/', '_'));
    }
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    add(part + "URL-encoded", form);
    add(part + "percent-encoded", form.replace("+", "%20"));
    add(part + "hexadecimal", HexFormat.of().formatHex(octets));
    add(part + "list of characters", inner(Arrays.toString(secret.toCharArray())));
    add(part + "list of octets", inner(Arrays.toString(octets)));
  }

  private void add(String what, String form) {
    if (!forms.containsValue(form)) {
      forms.put(what, form);
    }
  }

  private static String innerBase64(byte[] octets, int before) {
    byte[] shifted = new byte[before + octets.length];
    System.arraycopy(octets, 0, shifted, before, octets.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = (before * 8 + 5) / 6;
    return encoded.substring(from, shifted.length * 8 / 6);
  }

  private static String inner(String list) {
    return list.substring(1, list.length() - 1);
  }
}

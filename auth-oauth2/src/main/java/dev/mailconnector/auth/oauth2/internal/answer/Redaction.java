package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.spi.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Makes what a server said fit for a message: bounded, one line, without any secret. */
final class Redaction {
  private static final int LIMIT = 600;

  /** Shorter values would tear holes into ordinary words. */
  private static final int SHORTEST_SECRET = 4;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

  /** JWTs, Google's tokens, and whatever is longer than any word or UUID. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]{8,}(\\.[A-Za-z0-9_-]*){1,4}"
              + "|ya29\\.[A-Za-z0-9_.-]+|1//[A-Za-z0-9_-]{8,}"
              + "|[A-Za-z0-9_+=-]{40,}");

  private final List<String> secrets = new ArrayList<>();

  Redaction(List<Secret> secrets) {
    for (Secret secret : secrets) {
      String value = secret.reveal();
      if (value.length() >= SHORTEST_SECRET) {
        this.secrets.add(value);
        this.secrets.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    this.secrets.sort(Comparator.comparingInt(String::length).reversed());
  }

  String clean(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    clean = TOKENS.matcher(clean).replaceAll("***");
    clean = CONTROL.matcher(clean).replaceAll(" ").trim();
    // Cut last: a secret cut in two would not be found.
    return clean.length() > LIMIT ? clean.substring(0, LIMIT) + "..." : clean;
  }
}

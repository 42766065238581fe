package dev.mailconnector.internal.smtp;

import dev.mailconnector.reply.SmtpReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Takes what was said in a login out of replies: servers that do not understand a line like to
 * quote it, whole, cut short, or only what came after the length they can take; and some say what
 * was in it. Immutable.
 */
final class Redaction {
  /** Nothing in base64 is shorter, and a shorter password would tear holes into other words. */
  private static final int SHORTEST = 4;

  /** This much in common with a longer secret is no accident. */
  private static final int PIECE = 8;

  private static final String MASK = "***";

  /** Leaves everything as it is. */
  static final Redaction NOTHING = new Redaction(List.of());

  private final List<String> secrets;

  private Redaction(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /**
   * This, and the last word of this line, in base64 and decoded.
   *
   * @param known what of it may be shown: the login name, the host
   */
  Redaction and(String line, List<String> known) {
    String word = line.substring(line.lastIndexOf(' ') + 1);
    if (word.length() < SHORTEST) {
      return this;
    }
    List<String> all = new ArrayList<>(secrets);
    all.add(lower(word));
    for (String field : fields(word, known)) {
      if (field.length() >= SHORTEST) {
        all.add(lower(field));
      }
    }
    return new Redaction(all);
  }

  private static String[] fields(String word, List<String> known) {
    try {
      String text = new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
      for (String harmless : known) {
        text = text.replace(harmless, "\0");
      }
      return text.split("\\p{Cntrl}+");
    } catch (IllegalArgumentException e) {
      // A word of the protocol, then.
      return new String[0];
    }
  }

  /** The reply without it. */
  SmtpReply apply(SmtpReply reply) {
    if (secrets.isEmpty()) {
      return reply;
    }
    List<String> lines = reply.lines().stream().map(this::apply).toList();
    return new SmtpReply(reply.code(), reply.enhanced(), lines);
  }

  /** The text without it. */
  String apply(String text) {
    if (secrets.isEmpty()) {
      return text;
    }
    String lower = lower(text);
    StringBuilder masked = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = endOfSecret(lower, at);
      if (end == at) {
        masked.append(text.charAt(at++));
      } else {
        masked.append(MASK);
        at = end;
      }
    }
    return masked.toString();
  }

  /** Where the piece of a secret that begins here ends; the same place if none begins here. */
  private int endOfSecret(String text, int start) {
    int longest = start;
    if (text.charAt(start) == ' ') {
      return start;
    }
    for (String secret : secrets) {
      int end = start + Math.min(PIECE, secret.length());
      if (end > text.length() || !secret.contains(text.substring(start, end))) {
        continue;
      }
      if (secret.length() >= PIECE) {
        while (end < text.length() && secret.contains(text.substring(start, end + 1))) {
          end++;
        }
      } else if (inWord(text, start - 1) || inWord(text, end)) {
        continue;
      }
      longest = Math.max(longest, end);
    }
    return longest;
  }

  private static boolean inWord(String text, int index) {
    return index >= 0
        && index < text.length()
        && (Character.isLetterOrDigit(text.charAt(index))
            || "+/=".indexOf(text.charAt(index)) >= 0);
  }

  /** Some servers quote in upper case. Keeps the length, which String.toLowerCase does not. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      lower.append(Character.toLowerCase(text.charAt(i)));
    }
    return lower.toString();
  }
}

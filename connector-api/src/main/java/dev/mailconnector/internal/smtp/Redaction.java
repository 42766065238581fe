package dev.mailconnector.internal.smtp;

import dev.mailconnector.reply.SmtpReply;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secret of a login line out of a reply: servers that do not understand a line like to
 * quote it, whole or cut short.
 */
final class Redaction {
  /** Nothing in base64 is shorter. */
  private static final int SHORTEST = 4;

  /** How much of a longer secret is looked for, since a quotation may be cut short. */
  private static final int BEGINNING = 8;

  /** Leaves everything as it is. */
  static final Redaction NOTHING = new Redaction(null);

  private final @Nullable Pattern secret;

  private Redaction(@Nullable Pattern secret) {
    this.secret = secret;
  }

  /** For the last word of this line, if it is long enough to be a secret in base64. */
  static Redaction of(String line) {
    String word = line.substring(line.lastIndexOf(' ') + 1);
    if (word.length() < SHORTEST) {
      return NOTHING;
    }
    String pattern =
        word.length() < BEGINNING
            ? "(?<![A-Za-z0-9+/=])" + Pattern.quote(word) + "(?![A-Za-z0-9+/=])"
            : Pattern.quote(word.substring(0, BEGINNING)) + "[A-Za-z0-9+/=]*";
    return new Redaction(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }

  /** The text without it. */
  String apply(String text) {
    return secret == null ? text : secret.matcher(text).replaceAll(Matcher.quoteReplacement("***"));
  }

  /** The reply without it. */
  SmtpReply apply(SmtpReply reply) {
    if (secret == null) {
      return reply;
    }
    List<String> lines = reply.lines().stream().map(this::apply).toList();
    return new SmtpReply(reply.code(), reply.enhanced(), lines);
  }
}

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
  /** Shorter quotations give nothing away, and words of the server would be taken for them. */
  private static final int SHORTEST = 8;

  /** Leaves everything as it is. */
  static final Redaction NOTHING = new Redaction(null);

  private final @Nullable Pattern secret;

  private Redaction(@Nullable Pattern secret) {
    this.secret = secret;
  }

  /** For the last word of this line, if it is long enough to be a secret in base64. */
  static Redaction of(String line) {
    String word = line.substring(line.lastIndexOf(' ') + 1);
    return word.length() < SHORTEST
        ? NOTHING
        : new Redaction(
            Pattern.compile(
                Pattern.quote(word.substring(0, SHORTEST)) + "[A-Za-z0-9+/=]*",
                Pattern.CASE_INSENSITIVE));
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

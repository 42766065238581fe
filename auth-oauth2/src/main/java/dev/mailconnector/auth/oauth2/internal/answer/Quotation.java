package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretScrubber;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an issuer said, fit for a message: bounded, one line, without what it was sent, and without
 * anything that looks like a token, since it may quote one that nobody here has seen.
 */
final class Quotation {
  private static final int LIMIT = 600;
  private static final Pattern GAPS = Pattern.compile("\\s+");

  /** JWTs, Google's tokens, and whatever is longer than any word or UUID. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]{8,}(\\.[A-Za-z0-9_-]*){1,4}"
              + "|ya29\\.[A-Za-z0-9_.-]+|1//[A-Za-z0-9_-]{8,}"
              + "|[A-Za-z0-9_+=-]{40,}");

  private final SecretScrubber scrubber;

  Quotation(List<Secret> secrets) {
    this.scrubber = SecretScrubber.of(secrets);
  }

  String of(String text) {
    return scrubber.scrubToLine(GAPS.matcher(shapeless(text)).replaceAll(" "), LIMIT);
  }

  /** Whether anything of this text may not be shown. */
  boolean hides(String text) {
    return !shapeless(text).equals(text);
  }

  private String shapeless(String text) {
    return TOKENS.matcher(scrubber.scrub(text)).replaceAll("***");
  }
}

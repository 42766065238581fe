package dev.mailconnector.internal.smtp;

import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretScrubber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was sent in a login out of what the server says about it. The dialogue does not know
 * which part of a response is the secret, so all of it is taken for one, encoded and decoded, but
 * for what is known to be none: the login name, the host's, and the frame of a token. Not
 * thread-safe.
 */
final class LoginScrubber {
  /** RFC 7628 section 3.1. */
  private static final String FRAME = "auth=Bearer";

  /** NUL in PLAIN, 0x01 with tokens; what is no UTF-8 belongs to a mechanism that hashes. */
  private static final String SEPARATORS = "[\\x00\\x01\\uFFFD]+";

  private static final int LONGEST_REASON = 1000;

  private final String identity;
  private final String host;
  private final List<String> expected;
  private final Set<Secret> sent = new LinkedHashSet<>();
  private SecretScrubber scrubber = SecretScrubber.of(List.of());

  /** For a login with this name at this host. */
  LoginScrubber(String identity, String host) {
    this.identity = identity;
    this.host = host;
    this.expected = new ArrayList<>(List.of(identity, "host=" + host, FRAME));
    this.expected.removeIf(String::isEmpty);
  }

  /** This response is about to be sent. */
  void sent(byte[] response) {
    sent.add(Secret.of(Base64.getEncoder().encodeToString(response)));
    String text = withoutExpected(new String(response, StandardCharsets.UTF_8));
    for (String field : text.split(SEPARATORS, -1)) {
      sent.add(Secret.of(field.strip()));
    }
    scrubber = SecretScrubber.of(sent).keeping(identity).keeping(host);
  }

  /**
   * Once each only, since the name goes before the secret, and the secret may have the name in it.
   */
  private String withoutExpected(String response) {
    String rest = response;
    for (String word : List.copyOf(expected)) {
      int at = rest.indexOf(word);
      if (at >= 0) {
        rest = rest.substring(0, at) + "\0" + rest.substring(at + word.length());
        expected.remove(word);
      }
    }
    return rest;
  }

  /** The text without it. */
  String scrub(String text) {
    return scrubber.scrub(text);
  }

  /** What a mechanism says, which may quote the server: the same in one line that ends. */
  String scrubToLine(@Nullable String text) {
    return scrubber.scrubToLine(String.valueOf(text), LONGEST_REASON);
  }

  /** The reply without it. */
  SmtpReply scrub(SmtpReply reply) {
    List<String> lines = reply.lines().stream().map(this::scrub).toList();
    return new SmtpReply(reply.code(), reply.enhanced(), lines);
  }
}

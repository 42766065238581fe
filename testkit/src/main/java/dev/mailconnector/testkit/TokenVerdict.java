package dev.mailconnector.testkit;

import org.jspecify.annotations.Nullable;

/** What a server thinks of a token. */
public sealed interface TokenVerdict {

  /** The token is good. */
  record Accepted() implements TokenVerdict {}

  /**
   * The token is refused.
   *
   * @param reply the final reply, lines separated by {@code \n}; null for the profile's own
   * @param errorJson the JSON sent in a 334 before the reply; empty for none, null for the
   *     profile's habit
   */
  record Refused(@Nullable String reply, @Nullable String errorJson) implements TokenVerdict {}

  /** The token is good. */
  static TokenVerdict accepted() {
    return new Accepted();
  }

  /** The token is refused in the way of the server's profile. */
  static TokenVerdict refused() {
    return new Refused(null, null);
  }

  /** The token is refused with this reply; a 334 with JSON comes first if the profile has one. */
  static TokenVerdict refused(String reply) {
    return new Refused(reply, null);
  }

  /** The token is refused with this JSON in a 334 (none if empty) and then with this reply. */
  static TokenVerdict refused(String reply, String errorJson) {
    return new Refused(reply, errorJson);
  }
}

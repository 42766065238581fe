package dev.mailconnector.auth.oauth2.internal.sasl;

import java.nio.charset.StandardCharsets;

/** What may be a login name: anything that cannot add a field or a line to a login. */
public final class Identities {
  private Identities() {}

  /** The broken rule, or an empty text for a good identity. */
  public static String check(String identity) {
    if (identity.isBlank()) {
      return "A login with a token needs an identity: the address of the mailbox.";
    }
    if (identity.chars().anyMatch(Character::isISOControl)) {
      return "An identity must not have control characters: they could add fields or lines to the"
          + " login.";
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(identity)) {
      return "An identity must be well-formed Unicode: this one has half of a surrogate pair.";
    }
    return "";
  }
}

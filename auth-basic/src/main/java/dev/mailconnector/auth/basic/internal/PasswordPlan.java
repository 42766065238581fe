package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.auth.basic.PasswordMechanism;
import java.util.List;

/**
 * What is known of a login before its password. Immutable.
 *
 * @param user the authentication identity: whose password it is
 * @param authorizationIdentity whom to act as (RFC 4422 section 3.4.1); empty for the user itself
 * @param mechanisms what the password may travel over, strongest first
 */
public record PasswordPlan(
    String user, String authorizationIdentity, List<PasswordMechanism> mechanisms) {

  /** Copies the list. */
  public PasswordPlan {
    mechanisms = List.copyOf(mechanisms);
  }

  /** Whether one mechanism was asked for by name. */
  boolean isForced() {
    return mechanisms.size() == 1;
  }
}

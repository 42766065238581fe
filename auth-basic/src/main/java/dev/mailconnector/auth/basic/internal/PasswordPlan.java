package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.spi.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a login before its password. Immutable.
 *
 * @param user the authentication identity: whose password it is; a name for logs where the password
 *     is the user name as well
 * @param userIsPassword whether the password goes out as the user name, too
 * @param authorizationIdentity whom to act as (RFC 4422 section 3.4.1); empty for the user itself
 * @param mechanisms what the password may travel over, strongest first
 * @param region the AWS region that the password was made for, or null
 * @param host the server, or null as long as it is not known
 */
public record PasswordPlan(
    String user,
    boolean userIsPassword,
    String authorizationIdentity,
    List<PasswordMechanism> mechanisms,
    @Nullable String region,
    @Nullable String host) {

  /** Copies the list. */
  public PasswordPlan {
    mechanisms = List.copyOf(mechanisms);
  }

  /** A user with a password over these mechanisms. */
  public static PasswordPlan of(String user, List<PasswordMechanism> mechanisms) {
    return new PasswordPlan(user, false, "", mechanisms, null, null);
  }

  /** The same, with the password as the user name; the user is a name for logs. */
  public PasswordPlan withUserIsPassword() {
    return new PasswordPlan(user, true, authorizationIdentity, mechanisms, region, host);
  }

  /** The same over these mechanisms, acting as somebody else. */
  public PasswordPlan with(String identity, List<PasswordMechanism> by) {
    return new PasswordPlan(user, userIsPassword, identity, by, region, host);
  }

  /** The same for this AWS region. */
  public PasswordPlan withRegion(String name) {
    return new PasswordPlan(user, userIsPassword, authorizationIdentity, mechanisms, name, host);
  }

  /** The same at this server. */
  PasswordPlan at(String server) {
    return new PasswordPlan(
        user, userIsPassword, authorizationIdentity, mechanisms, region, server);
  }

  /** Whether one mechanism was asked for by name. */
  boolean isForced() {
    return mechanisms.size() == 1;
  }

  /** The user name as the server gets it. */
  String userFor(Secret password) {
    return userIsPassword ? password.reveal() : user;
  }
}

package dev.mailconnector.auth.basic.internal.scram;

import com.ongres.scram.common.ClientFirstMessage;
import com.ongres.scram.common.Gs2CbindFlag;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a login by SCRAM begins, whatever the connection.
 *
 * @param user whose password it is
 * @param authorizationIdentity whom to act as; empty for the user itself
 * @param forced whether the mechanism was asked for by name
 * @param nonces one for each login, of printable ASCII without commas
 */
public record ScramPlan(
    String user, String authorizationIdentity, boolean forced, Supplier<String> nonces) {

  /** Whether SASLprep takes the names. */
  boolean isPreparable() {
    try {
      message(Gs2CbindFlag.CLIENT_NOT, null, "any");
      return true;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // The latter where nothing is left of a name.
      return false;
    }
  }

  /** The first message of a login whose names can be prepared. */
  ClientFirstMessage first(Gs2CbindFlag flag, @Nullable String bindingType) {
    return message(flag, bindingType, nonces.get());
  }

  private ClientFirstMessage message(
      Gs2CbindFlag flag, @Nullable String bindingType, String nonce) {
    String other = authorizationIdentity.isEmpty() ? null : authorizationIdentity;
    return new ClientFirstMessage(flag, bindingType, other, user, nonce);
  }

  /** Whether SASLprep made another user of ours. */
  boolean isChangedIn(ClientFirstMessage message) {
    return !message.getUsername().equals(user.replace("=", "=3D").replace(",", "=2C"));
  }

  /** Where the password is the user name, the user is a secret. */
  @Override
  public String toString() {
    return "SCRAM" + (forced ? ", forced" : "");
  }
}

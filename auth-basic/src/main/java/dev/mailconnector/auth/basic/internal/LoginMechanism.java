package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import java.util.List;
import javax.security.sasl.SaslClient;

/**
 * LOGIN (draft-murchison-sasl-login-00). The user answers the first prompt and the password the
 * second, whatever they say: servers write {@code Username:}, {@code User Name} with a NUL behind
 * it, or nothing at all.
 */
final class LoginMechanism implements Mechanism {
  private final String user;
  private final Secret password;

  LoginMechanism(String user, Secret password) {
    this.user = user;
    this.password = password;
  }

  @Override
  public String name() {
    return "LOGIN";
  }

  @Override
  public SaslClient start(MechanismContext context) {
    return new AnswersInOrder(
        name(), false, List.of(user.getBytes(UTF_8), password.reveal().getBytes(UTF_8)));
  }

  @Override
  public String toString() {
    return name();
  }
}

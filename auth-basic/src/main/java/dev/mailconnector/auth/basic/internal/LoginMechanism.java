package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import javax.security.sasl.SaslClient;

/** LOGIN (draft-murchison-sasl-login-00). */
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
    return new LoginClient(user.getBytes(UTF_8), password.reveal().getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return name();
  }
}

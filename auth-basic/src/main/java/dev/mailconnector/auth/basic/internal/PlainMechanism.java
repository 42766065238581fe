package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import javax.security.sasl.SaslClient;

/**
 * PLAIN (RFC 4616): {@code [authorization identity] NUL user NUL password}; without the first the
 * server derives it from the user.
 */
final class PlainMechanism implements Mechanism {
  private final String authorizationIdentity;
  private final String user;
  private final Secret password;

  PlainMechanism(String authorizationIdentity, String user, Secret password) {
    this.authorizationIdentity = authorizationIdentity;
    this.user = user;
    this.password = password;
  }

  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public SaslClient start(MechanismContext context) {
    String message = authorizationIdentity + "\0" + user + "\0" + password.reveal();
    return new PlainClient(message.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return name();
  }
}

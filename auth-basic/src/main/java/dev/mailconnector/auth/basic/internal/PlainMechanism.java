package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import java.util.List;
import javax.security.sasl.SaslClient;

/**
 * PLAIN (RFC 4616): {@code NUL user NUL password}, with no authorization identity, so that the
 * server derives it.
 */
final class PlainMechanism implements Mechanism {
  private final String user;
  private final Secret password;

  PlainMechanism(String user, Secret password) {
    this.user = user;
    this.password = password;
  }

  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public SaslClient start(MechanismContext context) {
    byte[] message = ("\0" + user + "\0" + password.reveal()).getBytes(UTF_8);
    return new AnswersInOrder(name(), true, List.of(message));
  }

  @Override
  public String toString() {
    return name();
  }
}

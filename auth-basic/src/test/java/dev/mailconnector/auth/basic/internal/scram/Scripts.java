package dev.mailconnector.auth.basic.internal.scram;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.spi.ChannelBinding;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.ServerMechanism;
import java.util.List;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** Logins without a line: a client, and a server of the testkit beside it. */
final class Scripts {
  static final byte[] NOTHING = {};

  private Scripts() {}

  /** A mechanism that was not asked for by name, with this nonce. */
  static Scram scram(String name, String user, String password, String nonce) {
    return scram(name, new ScramPlan(user, "", false, () -> nonce), password);
  }

  static Scram scram(String name, ScramPlan plan, String password) {
    return new Scram(
        name, plan, new ScramPassword(Secret.of(password)), (mechanism, offered) -> {});
  }

  /** A connection with these bindings. */
  static MechanismContext line(
      @Nullable ChannelBinding endPoint, @Nullable ChannelBinding exporter, String... offered) {
    return new MechanismContext(
        "mail.example.com", 587, List.of(offered), endPoint != null, endPoint, exporter);
  }

  /** A connection without anything to bind to. */
  static MechanismContext plainLine(String... offered) {
    return line(null, null, offered);
  }

  static byte[] answer(SaslClient client, String challenge) throws SaslException {
    return client.evaluateChallenge(challenge.getBytes(UTF_8));
  }

  /** Lets both talk until the server has made up its mind; its last step. */
  static ServerMechanism.Step talk(SaslClient client, ServerMechanism server) throws SaslException {
    ServerMechanism.Exchange exchange = server.start(new ServerMechanism.Context(null, null));
    ServerMechanism.Step step = exchange.next(client.evaluateChallenge(NOTHING));
    while (step instanceof ServerMechanism.Step.Challenge challenge) {
      step = exchange.next(client.evaluateChallenge(challenge.data()));
    }
    return step;
  }
}

package dev.mailconnector.conformance;

import dev.mailconnector.Lab;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.Trigger;
import java.time.Duration;
import java.util.List;

/** The testkit's server, with the behaviour of one row. */
final class ScriptedPeer implements Peer {
  /** Long enough for a busy machine to have a window's messages out before the first reply. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(50);

  /** Made once: keys are costly. */
  private static final TestCertificate CERTIFICATE =
      Lab.authority().issue("localhost", "127.0.0.1");

  private final Behaviour behaviour;
  private final ScriptedSmtpServer server;

  ScriptedPeer(Behaviour behaviour, boolean bulk, ServerTls tls) {
    this.behaviour = behaviour;
    ScriptedSmtpServerBuilder builder =
        ScriptedSmtpServer.builder()
            .tls(tls)
            .loginRequired(false)
            .certificate(CERTIFICATE)
            .ehlo("PIPELINING", "SIZE 10000000", "8BITMIME", "CHUNKING");
    behaviour.setUp.accept(builder);
    this.server = builder.latency(bulk ? ROUND_TRIP : Duration.ZERO).start();
  }

  /** From now on; so many occurrences of each point belong to another message. */
  void placeFaults(int others) {
    for (Behaviour.Placed placed : behaviour.faults) {
      Trigger trigger = placed.trigger();
      server.on(
          new Trigger(trigger.point(), trigger.first() + others, trigger.last() + others),
          placed.fault());
    }
  }

  ScriptedSmtpServer server() {
    return server;
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public List<Kept> kept() {
    return server.messages().stream()
        .map(message -> new Kept(message.recipients(), message.content()))
        .toList();
  }

  @Override
  public int connections() {
    return server.counters().commands("EHLO");
  }

  @Override
  public void close() {
    server.close();
  }
}

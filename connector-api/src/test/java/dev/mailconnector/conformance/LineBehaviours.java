package dev.mailconnector.conformance;

import static dev.mailconnector.conformance.Observation.LOST;
import static dev.mailconnector.conformance.Observation.NOBODY;
import static dev.mailconnector.conformance.Observation.SENT;
import static dev.mailconnector.conformance.Observation.UNKNOWN;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lines that break, and servers that leave. */
final class LineBehaviours {
  private LineBehaviours() {}

  static List<Behaviour> all() {
    List<Behaviour> rows = new ArrayList<>();
    for (String verb : List.of("MAIL", "RCPT")) {
      rows.add(
          Behaviour.of(verb + ": line closed")
              .once(Trigger.command(verb), SmtpFault.closeBefore())
              .endsWith(NOBODY, LOST)
              .unknownInFlights()
              .sentAgainInChains("ann", SENT));
      rows.add(
          Behaviour.of(verb + ": line reset")
              .once(Trigger.command(verb), SmtpFault.reset())
              .endsWith(NOBODY, LOST)
              .unknownInFlights()
              .sentAgainInChains("ann", SENT));
    }
    rows.add(
        Behaviour.of("RCPT: 250, line closed")
            .to("ann", "bob")
            .second(Trigger.command("RCPT"), SmtpFault.closeBefore())
            .endsWith(NOBODY, LOST)
            .unknownInFlights()
            .sentAgainInChains("ann, bob", SENT));
    rows.add(
        Behaviour.of("RCPT: 550, line closed")
            .to("ann", "bob")
            .server(server -> server.recipient("ann@example.com", "550 5.1.1 Unknown"))
            .second(Trigger.command("RCPT"), SmtpFault.closeBefore())
            .endsWith(NOBODY, LOST)
            .unknownInFlights()
            .sentAgainInChains("bob", "partly, not ann 550"));
    rows.add(
        Behaviour.of("RCPT: 550; then the line closed")
            .overTls()
            .server(server -> server.recipient("ann@example.com", "550 5.1.1 Unknown"))
            .once(Trigger.command("RCPT"), SmtpFault.closeAfter())
            .endsWith(NOBODY, "refused 550 at RCPT"));
    rows.add(
        Behaviour.of("RCPT: 250; then the line closed")
            .once(Trigger.command("RCPT"), SmtpFault.closeAfter())
            .endsWith(NOBODY, LOST)
            .or(Sender.TWO_FLIGHTS, NOBODY, Observation.UNKNOWN, Observation.NEW, Why.ON_ITS_WAY)
            .unknownInFlights()
            .sentAgainInChains("ann", SENT));
    rows.add(
        Behaviour.of("DATA or BDAT: line closed")
            .onceAtContent(SmtpFault.closeBefore())
            .endsWith(NOBODY, LOST)
            .unknownInFlights()
            .sentAgainInChains("ann", SENT)
            .but(Sender.TWO_FLIGHTS, "nobody", "unknown", "new", Why.CHUNK_HAD_LEFT));
    rows.add(
        Behaviour.of("message: line closed at its first byte")
            .once(Trigger.contentBytes(1), SmtpFault.closeBefore())
            .endsWith(NOBODY, UNKNOWN)
            .or(Sender.TWO_FLIGHTS, NOBODY, LOST, Observation.NEW, Why.TOO_LARGE));
    rows.add(
        Behaviour.of("message: line reset at its first byte")
            .once(Trigger.contentBytes(1), SmtpFault.reset())
            .endsWith(NOBODY, UNKNOWN)
            .or(Sender.TWO_FLIGHTS, NOBODY, LOST, Observation.NEW, Why.TOO_LARGE));
    rows.add(
        Behaviour.of("message: kept, and the line closed")
            .overTls()
            .once(Trigger.contentEnd(), SmtpFault.closeAfterDot())
            .endsWith("ann", UNKNOWN));
    rows.add(
        Behaviour.of("message: kept, and the line reset")
            .once(Trigger.contentEnd(), SmtpFault.reset().afterEffect())
            .endsWith("ann", UNKNOWN));
    rows.add(
        Behaviour.of("message: not kept, and the line closed")
            .overTls()
            .once(Trigger.contentEnd(), SmtpFault.closeBefore())
            .endsWith(NOBODY, UNKNOWN));
    rows.add(
        Behaviour.of("message: 250, and the line closed")
            .overTls()
            .once(Trigger.contentEnd(), SmtpFault.closeAfter())
            .then(LineBehaviours::awaitOneClosed)
            .endsWith("ann", SENT));
    rows.add(
        Behaviour.of("at rest: 421")
            .overTls()
            .then(server -> dismiss(server))
            .endsWith("ann", SENT));
    rows.add(
        Behaviour.of("at rest: line closed")
            .overTls()
            .then(
                server -> {
                  server.disconnectAll();
                  awaitClosed(server);
                })
            .endsWith("ann", SENT));
    rows.add(
        Behaviour.of("at rest: line reset")
            .then(
                server -> {
                  server.resetAll();
                  awaitClosed(server);
                })
            .endsWith("ann", SENT));
    rows.add(
        Behaviour.of("QUIT: line closed")
            .always(Trigger.command("QUIT"), SmtpFault.closeBefore())
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("QUIT: 500")
            .always(Trigger.command("QUIT"), SmtpFault.reply("500 5.5.1 QUIT?"))
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("greeting: line closed")
            .once(Trigger.connect(), SmtpFault.closeBefore())
            .endsWith(NOBODY, "no connection")
            .butInBulk("ann", "sent", "same", Why.CONNECTED));
    rows.add(
        Behaviour.of("greeting: 421")
            .once(Trigger.connect(), SmtpFault.reply("421 4.3.2 Busy"))
            .endsWith(NOBODY, "no connection")
            .butInBulk("ann", "sent", "same", Why.CONNECTED));
    return rows;
  }

  private static void dismiss(ScriptedSmtpServer server) {
    server.dismissAll("421 4.3.2 Shutting down");
    awaitClosed(server);
  }

  private static void awaitClosed(ScriptedSmtpServer server) {
    server.await(seen -> seen.connectionsOpen() == 0, Duration.ofSeconds(10));
  }

  private static void awaitOneClosed(ScriptedSmtpServer server) {
    server.await(seen -> seen.connectionsOpen() < seen.connectionsTotal(), Duration.ofSeconds(10));
  }
}

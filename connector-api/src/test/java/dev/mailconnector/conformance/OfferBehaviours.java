package dev.mailconnector.conformance;

import static dev.mailconnector.conformance.Observation.NOBODY;
import static dev.mailconnector.conformance.Observation.SENT;

import dev.mailconnector.conformance.ToyServer.Manner;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the server announces, and what is behind it. */
final class OfferBehaviours {
  private static final byte[] EIGHT_BIT =
      "From: robot@example.com\r\nSubject: tried\r\n\r\ngr\u00fcn\r\n"
          .getBytes(StandardCharsets.UTF_8);

  private OfferBehaviours() {}

  static List<Behaviour> all() {
    List<Behaviour> rows = new ArrayList<>();
    rows.add(Behaviour.of("offers nothing").server(server -> server.ehlo()).gives("ann", SENT));
    rows.add(
        Behaviour.of("knows no EHLO")
            .server(server -> server.ehlo().reply("EHLO", "502 5.5.1 EHLO?"))
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("offers PIPELINING, not CHUNKING")
            .to("ann", "bob")
            .server(
                server -> server.ehlo("PIPELINING").recipient("ann@example.com", "550 5.1.1 no"))
            .gives("bob", "partly, not ann 550"));
    rows.add(
        Behaviour.of("offers CHUNKING, not PIPELINING")
            .to("ann", "bob")
            .server(server -> server.ehlo("CHUNKING").recipient("ann@example.com", "550 5.1.1 no"))
            .gives("bob", "partly, not ann 550"));
    for (int code : List.of(500, 501, 502, 503, 504)) {
      Behaviour row =
          Behaviour.of("offers CHUNKING, BDAT: " + code)
              .always(Trigger.command("BDAT"), SmtpFault.reply(code + " 5.5.1 BDAT?"))
              .gives("ann", SENT);
      rows.add(code == 502 ? row.overTls() : row);
    }
    rows.add(
        Behaviour.of("offers CHUNKING, reads the message as commands")
            .toy(() -> new ToyServer(Manner.READS_CHUNKS_AS_COMMANDS))
            .gives("ann", SENT)
            .but(Sender.ONE_FLIGHT, "nobody", "unknown", "new", Why.STEPS_DOWN)
            .but(Sender.TWO_FLIGHTS, "nobody", "not sent: line lost", "new", Why.STEPS_DOWN)
            .but(Sender.WINDOW, "ann", "sent", "new", Why.FIRST_IS_ALONE));
    rows.add(
        Behaviour.of("offers PIPELINING, forgets what comes along with a command")
            .impatient()
            .toy(() -> new ToyServer(Manner.FORGETS_WHAT_CAME_ALONG))
            .gives("ann", SENT)
            .but(Sender.ONE_FLIGHT, "nobody", "unknown", "new", Why.STEPS_DOWN)
            .but(Sender.TWO_FLIGHTS, "nobody", "not sent: line lost", "new", Why.STEPS_DOWN)
            .but(Sender.PIPELINED, "nobody", "not sent: line lost", "new", Why.STEPS_DOWN)
            .butInBulk("ann", "sent", "new", Why.FIRST_IS_ALONE));
    rows.add(
        Behaviour.of("offers SIZE below the message")
            .message(Texts.large(Texts.message(Texts.TRIED)))
            .server(server -> server.sizeLimit(1_000))
            .gives(NOBODY, "not sent: message")
            .but(Sender.ANGUS, "nobody", "refused 552", "same", Why.ANGUS_ASKS));
    rows.add(
        Behaviour.of("offers SIZE 0").server(server -> server.offer("SIZE 0")).gives("ann", SENT));
    rows.add(
        Behaviour.of("offers no SIZE, message: 552")
            .server(server -> server.withhold("SIZE"))
            .once(Trigger.contentEnd(), SmtpFault.reply("552 5.3.4 Too big"))
            .gives(NOBODY, "refused 552 at message"));
    rows.add(
        Behaviour.of("offers 8BITMIME, the message needs it")
            .message(EIGHT_BIT)
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("offers no 8BITMIME, the message needs it")
            .message(EIGHT_BIT)
            .server(server -> server.withhold("8BITMIME"))
            .gives(NOBODY, "not sent: message")
            .but(Sender.ANGUS, "ann", "sent", "same", Why.ANGUS_EIGHT_BIT));
    return rows;
  }
}

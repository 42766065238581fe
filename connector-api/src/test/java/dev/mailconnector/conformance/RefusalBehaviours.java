package dev.mailconnector.conformance;

import static dev.mailconnector.conformance.Observation.NOBODY;
import static dev.mailconnector.conformance.Observation.SAME;
import static dev.mailconnector.conformance.Observation.SENT;

import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import java.util.ArrayList;
import java.util.List;

/** Refusals at each stage. */
final class RefusalBehaviours {
  private RefusalBehaviours() {}

  static List<Behaviour> all() {
    List<Behaviour> rows = new ArrayList<>();
    for (String reply :
        List.of(
            "451 4.3.0 Later",
            "452 4.3.1 Full",
            "550 5.7.1 No",
            "552 5.3.4 Too big",
            "530 5.7.0 Login")) {
      String code = reply.substring(0, 3);
      rows.add(
          Behaviour.of("MAIL: " + code)
              .once(Trigger.command("MAIL"), SmtpFault.reply(reply))
              .gives(NOBODY, "refused " + code + " at MAIL"));
    }
    rows.add(
        Behaviour.of("MAIL: 421")
            .overTls()
            .once(Trigger.command("MAIL"), SmtpFault.reply("421 4.3.2 Bye"))
            .endsWith(NOBODY, "refused 421 at MAIL")
            .butInBulk("ann", "sent", "new", Why.SENT_AGAIN));
    rows.add(
        Behaviour.of("RCPT: 421")
            .once(Trigger.command("RCPT"), SmtpFault.reply("421 4.3.2 Bye"))
            .endsWith(NOBODY, "refused 421 at RCPT")
            .butInBulk("ann", "sent", "new", Why.SENT_AGAIN));
    rows.add(
        Behaviour.of("RCPT: 250, 421")
            .to("ann", "bob")
            .second(Trigger.command("RCPT"), SmtpFault.reply("421 4.3.2 Bye"))
            .endsWith(NOBODY, Observation.LOST)
            .or(Sender.TWO_FLIGHTS, NOBODY, Observation.UNKNOWN, Observation.NEW, Why.ON_ITS_WAY)
            .or(Sender.ANGUS, NOBODY, "refused 421", Observation.NEW, Why.ANGUS_FASTER)
            .unknownInFlights()
            .sentAgainInChains("ann, bob", SENT));
    rows.add(
        Behaviour.of("RCPT: 421, 250")
            .to("ann", "bob")
            .once(Trigger.command("RCPT"), SmtpFault.reply("421 4.3.2 Bye"))
            .endsWith(NOBODY, Observation.LOST)
            .or(Sender.TWO_FLIGHTS, NOBODY, Observation.UNKNOWN, Observation.NEW, Why.ON_ITS_WAY)
            .or(Sender.ANGUS, NOBODY, "refused 421", Observation.NEW, Why.ANGUS_FASTER)
            .unknownInFlights()
            .sentAgainInChains("ann, bob", SENT));
    for (String reply : List.of("451 4.3.0 Later", "550 5.7.1 No", "554 5.5.1 No")) {
      String code = reply.substring(0, 3);
      rows.add(
          Behaviour.of("DATA or BDAT: " + code)
              .onceAtContent(SmtpFault.reply(reply))
              .gives(NOBODY, "refused " + code + " at message"));
    }
    rows.add(
        Behaviour.of("DATA or BDAT: 421")
            .onceAtContent(SmtpFault.reply("421 4.3.2 Bye"))
            .endsWith(NOBODY, "refused 421 at message")
            .butInBulk("ann", "sent", "new", Why.SENT_AGAIN));
    for (String reply :
        List.of(
            "451 4.3.0 Later",
            "452 4.3.1 Full",
            "550 5.7.1 Spam",
            "552 5.3.4 Too big",
            "554 5.6.0 Bad")) {
      String code = reply.substring(0, 3);
      rows.add(
          Behaviour.of("message: " + code)
              .once(Trigger.contentEnd(), SmtpFault.reply(reply))
              .gives(NOBODY, "refused " + code + " at message"));
    }
    rows.add(
        Behaviour.of("message: 421")
            .overTls()
            .once(Trigger.contentEnd(), SmtpFault.reply("421 4.3.2 Bye"))
            .endsWith(NOBODY, "refused 421 at message")
            .butInBulk("ann", "sent", "new", Why.SENT_AGAIN));
    rows.add(
        Behaviour.of("RCPT: 250, 550; message: 554")
            .overTls()
            .to("ann", "bob")
            .server(server -> server.recipient("bob@example.com", "550 5.1.1 Unknown"))
            .once(Trigger.contentEnd(), SmtpFault.reply("554 5.6.0 Bad"))
            .gives(NOBODY, "refused 554 at message")
            .but(Sender.ANGUS, "nobody", "refused 550", "same", Why.ANGUS_RECIPIENT));
    rows.add(
        resetAfterRecipient("500 5.5.1 RSET?")
            .but(
                Sender.ANGUS,
                NOBODY,
                "refused 550",
                "refused 503, 0 delivered",
                Why.ANGUS_LEFT_OPEN));
    rows.add(resetAfterRecipient("421 4.3.2 Bye"));
    rows.add(
        resetAfterMessage("500 5.5.1 RSET?")
            .but(Sender.ANGUS, NOBODY, "refused 554", SAME, Why.NO_RSET));
    rows.add(resetAfterMessage("421 4.3.2 Bye"));
    rows.add(
        Behaviour.of("RCPT: 550; RSET: line closed")
            .overTls()
            .server(server -> server.recipient("ann@example.com", "550 5.1.1 Unknown"))
            .once(Trigger.command("RSET"), SmtpFault.closeBefore())
            .endsWith(NOBODY, "refused 550 at RCPT")
            .but(Sender.WINDOW, "nobody", "unknown", "new", Why.ALL_HAD_LEFT));
    rows.add(
        Behaviour.of("RCPT: 550, 550; DATA: 354 for nobody")
            .overTls()
            .to("ann", "bob")
            .server(
                server ->
                    server
                        .dataWithoutRecipients()
                        .recipient("ann@example.com", "550 5.1.1 Unknown")
                        .recipient("bob@example.com", "550 5.1.1 Unknown"))
            .gives(NOBODY, "refused 550 at RCPT"));
    return rows;
  }

  private static Behaviour resetAfterRecipient(String reply) {
    return Behaviour.of("RCPT: 550; RSET: " + reply.substring(0, 3))
        .server(server -> server.recipient("ann@example.com", "550 5.1.1 Unknown"))
        .once(Trigger.command("RSET"), SmtpFault.reply(reply))
        .endsWith(NOBODY, "refused 550 at RCPT");
  }

  private static Behaviour resetAfterMessage(String reply) {
    String refused = "refused 554 at message";
    return Behaviour.of("message: 554; RSET: " + reply.substring(0, 3))
        .once(Trigger.contentEnd(), SmtpFault.reply("554 5.6.0 Bad"))
        .once(Trigger.command("RSET"), SmtpFault.reply(reply))
        .endsWith(NOBODY, refused)
        .but(Sender.PIPELINED, NOBODY, refused, SAME, Why.NO_RSET)
        .but(Sender.PLAIN, NOBODY, refused, SAME, Why.NO_RSET);
  }
}

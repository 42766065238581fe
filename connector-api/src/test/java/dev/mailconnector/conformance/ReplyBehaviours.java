package dev.mailconnector.conformance;

import static dev.mailconnector.conformance.Observation.NOBODY;
import static dev.mailconnector.conformance.Observation.SENT;

import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How the server puts its replies. */
final class ReplyBehaviours {
  private ReplyBehaviours() {}

  static List<Behaviour> all() {
    List<Behaviour> rows = new ArrayList<>();
    rows.add(
        Behaviour.of("replies of several lines")
            .overTls()
            .once(Trigger.command("MAIL"), SmtpFault.reply("250-2.1.0 so", "250 2.1.0 ok"))
            .once(Trigger.command("RCPT"), SmtpFault.reply("250-2.1.5 so", "250 2.1.5 ok"))
            .once(Trigger.contentEnd(), SmtpFault.reply("250-2.0.0 so", "250 2.0.0 ok"))
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("message: 554 of several lines")
            .once(
                Trigger.contentEnd(),
                SmtpFault.reply("554-5.7.1 so", "554-5.7.1 and", "554 5.7.1 so"))
            .gives(NOBODY, "refused 554 at message"));
    rows.add(
        Behaviour.of("replies without text")
            .once(Trigger.command("MAIL"), SmtpFault.reply("250"))
            .once(Trigger.command("RCPT"), SmtpFault.reply("250 "))
            .once(Trigger.contentEnd(), SmtpFault.reply("250"))
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("replies without enhanced codes, of bytes outside ASCII")
            .once(
                Trigger.command("MAIL"),
                SmtpFault.garbage("250 \u00e4\r\n".getBytes(StandardCharsets.ISO_8859_1))
                    .afterEffect())
            .once(Trigger.contentEnd(), SmtpFault.reply("250 \u00fcber"))
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("enhanced codes that contradict the codes")
            .once(Trigger.command("MAIL"), SmtpFault.reply("250 5.1.0 no?"))
            .once(Trigger.contentEnd(), SmtpFault.reply("250 4.0.0 later?"))
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("message: 550 with the enhanced code 2.0.0")
            .once(Trigger.contentEnd(), SmtpFault.reply("550 2.0.0 fine?"))
            .gives(NOBODY, "refused 550 at message"));
    rows.add(
        Behaviour.of("replies that end in LF alone")
            .once(
                Trigger.command("MAIL"),
                SmtpFault.garbage("250 ok\n".getBytes(StandardCharsets.US_ASCII)).afterEffect())
            .once(
                Trigger.contentEnd(),
                SmtpFault.garbage("250 ok\n".getBytes(StandardCharsets.US_ASCII)).afterEffect())
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("message: 250 on a line of 4000 octets")
            .once(Trigger.contentEnd(), SmtpFault.reply("250 " + "x".repeat(3996)))
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("MAIL: 354")
            .once(Trigger.command("MAIL"), SmtpFault.reply("354 go"))
            .endsWith(NOBODY, "refused 354 at MAIL")
            .butInFlights("ann", Observation.UNKNOWN, Observation.NEW, Why.FOR_NOBODY)
            .sentAgainInChains("ann", SENT)
            .but(Sender.ANGUS, "nobody", "refused 354", "same", Why.ANGUS_KEEPS));
    rows.add(
        Behaviour.of("RCPT: 354")
            .once(Trigger.command("RCPT"), SmtpFault.reply("354 go"))
            .endsWith(NOBODY, "refused 354 at RCPT")
            .butInFlights("ann", Observation.UNKNOWN, Observation.NEW, Why.FOR_NOBODY)
            .sentAgainInChains("ann", SENT)
            .but(Sender.ANGUS, "nobody", "refused 354", "same", Why.ANGUS_KEEPS));
    rows.add(
        Behaviour.of("DATA: 250 instead of 354")
            .once(
                Trigger.command("DATA"),
                SmtpFault.garbage("250 ok\r\n".getBytes(StandardCharsets.US_ASCII)))
            .endsWith(NOBODY, "refused 250 at message")
            .butInFlights("ann", SENT, Observation.SAME, Why.NO_DATA)
            .but(Sender.TWO_FLIGHTS, "ann", "sent", "same", Why.NO_DATA)
            .sentAgainInChains("ann", SENT)
            .but(Sender.ANGUS, "nobody", "refused 250", "same", Why.ANGUS_KEEPS));
    rows.add(
        Behaviour.of("message: 354")
            .once(Trigger.contentEnd(), SmtpFault.reply("354 more"))
            .endsWith("ann", Observation.UNKNOWN)
            .but(Sender.ANGUS, "ann", "refused 354", "same", Why.ANGUS_KEEPS));
    rows.add(
        Behaviour.of("message: 250- and then 550")
            .once(Trigger.contentEnd(), SmtpFault.reply("250-2.0.0 a", "550 5.0.0 b"))
            .endsWith("ann", Observation.UNKNOWN)
            .but(Sender.ANGUS, "ann", "sent", "same", Why.ANGUS_LAST_LINE));
    rows.add(
        Behaviour.of("MAIL: no reply at all, but words")
            .once(
                Trigger.command("MAIL"),
                SmtpFault.garbage("hm\r\n".getBytes(StandardCharsets.US_ASCII)))
            .endsWith(NOBODY, Observation.LOST)
            .unknownInFlights()
            .sentAgainInChains("ann", SENT));
    rows.add(
        Behaviour.of("message: no reply, but words")
            .once(
                Trigger.contentEnd(),
                SmtpFault.garbage("hm\r\n".getBytes(StandardCharsets.US_ASCII)).afterEffect())
            .endsWith("ann", Observation.UNKNOWN));
    rows.add(
        Behaviour.of("MAIL: one reply too many")
            .impatient()
            .overTls()
            .once(Trigger.command("MAIL"), SmtpFault.extraReply("250 2.0.0 Ok"))
            .endsWith(NOBODY, Observation.LOST)
            .butInFlights("ann", Observation.UNKNOWN, Observation.NEW, Why.NOT_BELIEVED)
            .but(Sender.PIPELINED, "nobody", "refused 250 at message", "new", Why.IN_DATAS_PLACE)
            .sentAgainInChains("ann", SENT)
            .but(
                Sender.ANGUS, "nobody", Observation.VARIES, Observation.VARIES, Why.ANGUS_SHIFTED));
    rows.add(
        Behaviour.of("RCPT: one reply too many")
            .impatient()
            .once(Trigger.command("RCPT"), SmtpFault.extraReply("250 2.0.0 Ok"))
            .endsWith(NOBODY, Observation.LOST)
            .butInFlights("ann", Observation.UNKNOWN, Observation.NEW, Why.NOT_BELIEVED)
            .but(Sender.PIPELINED, "nobody", "refused 250 at message", "new", Why.IN_DATAS_PLACE)
            .sentAgainInChains("ann", SENT)
            .but(
                Sender.ANGUS, "nobody", Observation.VARIES, Observation.VARIES, Why.ANGUS_SHIFTED));
    rows.add(
        Behaviour.of("RCPT: a refusal too many")
            .impatient()
            .once(Trigger.command("RCPT"), SmtpFault.extraReply("550 5.0.0 No"))
            .endsWith(NOBODY, Observation.LOST)
            .butInFlights("ann", Observation.UNKNOWN, Observation.NEW, Why.NOT_BELIEVED)
            .but(Sender.PIPELINED, "nobody", "refused 550 at message", "new", Why.IN_DATAS_PLACE)
            .sentAgainInChains("ann", SENT)
            .but(
                Sender.ANGUS, "nobody", Observation.VARIES, Observation.VARIES, Why.ANGUS_SHIFTED));
    rows.add(
        Behaviour.of("message: one reply too many")
            .impatient()
            .overTls()
            .once(Trigger.contentEnd(), SmtpFault.extraReply("250 2.0.0 Ok"))
            .endsWith("ann", SENT)
            .butInFlights("ann", Observation.UNKNOWN, Observation.NEW, Why.NOT_BELIEVED)
            .but(Sender.CHAIN, "ann", Observation.UNKNOWN, Observation.NEW, Why.NOT_BELIEVED)
            .but(Sender.ANGUS, "ann", Observation.VARIES, Observation.VARIES, Why.ANGUS_SHIFTED));
    rows.add(
        Behaviour.of("message: 554 and one reply too many")
            .impatient()
            .once(
                Trigger.contentEnd(),
                SmtpFault.garbage(
                    "554 5.0.0 no\r\n250 2.0.0 ok\r\n".getBytes(StandardCharsets.US_ASCII)))
            .endsWith(NOBODY, "refused 554 at message")
            .butInFlights(NOBODY, Observation.UNKNOWN, Observation.NEW, Why.NOT_BELIEVED)
            .but(Sender.CHAIN, NOBODY, Observation.UNKNOWN, Observation.NEW, Why.NOT_BELIEVED)
            .but(
                Sender.ANGUS, "nobody", Observation.VARIES, Observation.VARIES, Why.ANGUS_SHIFTED));
    rows.add(
        Behaviour.of("RCPT: no reply")
            .impatient()
            .once(Trigger.command("RCPT"), SmtpFault.garbage(new byte[0]).afterEffect())
            .endsWith(NOBODY, Observation.LOST)
            .butInFlights("ann", Observation.UNKNOWN, Observation.NEW, Why.ALL_HAD_LEFT)
            .but(Sender.PIPELINED, "nobody", "refused 354 at RCPT", "new", Why.NOT_LOOKED_AT)
            .sentAgainInChains("ann", SENT));
    rows.add(
        Behaviour.of("message: no reply")
            .impatient()
            .once(Trigger.contentEnd(), SmtpFault.garbage(new byte[0]).afterEffect())
            .endsWith("ann", Observation.UNKNOWN));
    rows.add(
        Behaviour.of("message: not kept, no reply")
            .impatient()
            .once(Trigger.contentEnd(), SmtpFault.garbage(new byte[0]))
            .endsWith(NOBODY, Observation.UNKNOWN));
    rows.add(
        Behaviour.of("every reply slow")
            .server(
                server -> server.on(Trigger.anyCommand(), SmtpFault.slow(Duration.ofMillis(20))))
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("every reply byte by byte")
            .overTls()
            .server(
                server ->
                    server
                        .on(Trigger.anyCommand(), SmtpFault.chunkEvery(1))
                        .on(Trigger.contentEnd(), SmtpFault.chunkEvery(1)))
            .gives("ann", SENT));
    rows.add(
        Behaviour.of("every reply in pieces of seven bytes")
            .to("ann", "bob")
            .server(
                server ->
                    server
                        .on(Trigger.anyCommand(), SmtpFault.chunkEvery(7))
                        .recipient("bob@example.com", "550 5.1.1 Unknown"))
            .gives("ann", "partly, not bob 550"));
    return rows;
  }
}

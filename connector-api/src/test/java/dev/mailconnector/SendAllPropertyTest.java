package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a server does: each message has exactly one outcome, what it says was sent is with the
 * server, and what is with the server was said to be sent, or to be in doubt.
 */
class SendAllPropertyTest {
  /** More of them: {@code -Dmailconnector.seeds=2000}. */
  private static final long SEEDS = Long.getLong("mailconnector.seeds", 60);

  private static final int MESSAGES = 40;
  private static final String[] COMMANDS = {"RSET", "MAIL", "RCPT", "DATA", "BDAT"};
  private static final String[] KEYWORDS = {"", "CHUNKING", "PIPELINING"};
  private static final String[] REPLIES = {
    "250 2.0.0 Ok",
    "421 4.3.2 shutting down",
    "450 4.2.1 later",
    "451 4.3.0 later",
    "452 4.5.3 too many",
    "500 5.5.2 what",
    "502 5.5.1 not here",
    "503 5.5.1 not now",
    "550 5.7.1 no",
    "554 5.6.0 bad"
  };

  private final Lab lab = new Lab();

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyMessage_hasOneOutcome_thatAgreesWithTheServer(long seed) throws Exception {
    Random random = new Random(seed);
    boolean tls = random.nextInt(4) == 0;
    ScriptedSmtpServerBuilder builder = server(random, tls);
    boolean faulty = placeFaults(builder, random);
    int window = 1 + random.nextInt(16);
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server = builder.start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, tls ? TlsMode.STARTTLS : TlsMode.NONE)
                    .window(window)
                    .pool(PoolSettings.defaults().withMaxConnections(1 + random.nextInt(3)))
                    .timeouts(
                        faulty
                            ? Lab.TIMEOUTS
                                .withCommand(Duration.ofMillis(400))
                                .withFinalReply(Duration.ofMillis(400))
                            : Lab.TIMEOUTS)
                    .build())) {
      List<SendOutcome> outcomes;
      try (Stream<SendOutcome> stream = connector.sendAll(messages(random))) {
        outcomes = stream.toList();
      }

      assertThat(outcomes)
          .extracting(SendOutcome::index)
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, MESSAGES).boxed().toList());
      List<ReceivedMessage> kept = server.messages();
      assertThat(kept).extracting(SendAllPropertyTest::number).doesNotHaveDuplicates();
      Set<Long> accepted = new TreeSet<>();
      kept.forEach(message -> accepted.add(number(message)));
      for (SendOutcome outcome : outcomes) {
        assertAgrees(outcome, accepted.contains(outcome.index()));
      }
      // A line that is lost takes no more along than were on it.
      assertThat(outcomes)
          .filteredOn(SendAllPropertyTest::isUnknown)
          .hasSizeLessThanOrEqualTo(faulty ? window * server.counters().connectionsTotal() : 0);
      if (!faulty) {
        assertThat(outcomes)
            .filteredOn(outcome -> outcome.message().options().envelope().recipients().size() == 1)
            .allSatisfy(
                outcome -> assertThat(outcome.isSent()).isEqualTo(isGood(outcome.message())));
      }
    }
  }

  private static boolean isUnknown(SendOutcome outcome) {
    return outcome instanceof SendOutcome.Failed failed
        && failed.failure() instanceof DeliveryUnknownException;
  }

  private static boolean isGood(BulkMessage message) {
    return message.options().envelope().recipients().equals(List.of("ann@example.com"));
  }

  private static void assertAgrees(SendOutcome outcome, boolean accepted) {
    String what = "message " + outcome.index() + ": " + outcome;
    if (outcome instanceof SendOutcome.Failed failed) {
      if (failed.failure() instanceof DeliveryUnknownException) {
        return;
      }
      boolean partly = failed.failure() instanceof PartlyAcceptedException;
      assertThat(accepted).as(what).isEqualTo(partly);
    } else {
      assertThat(accepted).as(what).isTrue();
    }
  }

  private static ScriptedSmtpServerBuilder server(Random random, boolean tls) {
    ScriptedSmtpServerBuilder server =
        Lab.server(tls ? ServerTls.STARTTLS : ServerTls.NONE)
            .offer("PIPELINING", "CHUNKING", "8BITMIME")
            .recipient("bad@example.com", "550 5.1.1 no such user")
            .latency(Duration.ofMillis(random.nextInt(4)));
    String withheld = KEYWORDS[random.nextInt(KEYWORDS.length)];
    if (!withheld.isEmpty()) {
      server.withhold(withheld);
    }
    if (random.nextBoolean()) {
      server.dataWithoutRecipients();
    }
    return server;
  }

  /** Whether there are any. */
  private static boolean placeFaults(ScriptedSmtpServerBuilder server, Random random) {
    boolean miscounts = random.nextInt(3) == 0;
    if (miscounts) {
      server.on(
          Trigger.command(COMMANDS[random.nextInt(COMMANDS.length)])
              .nth(1 + random.nextInt(MESSAGES)),
          random.nextBoolean()
              ? SmtpFault.extraReply("250 2.0.0 Ok")
              : SmtpFault.garbage(new byte[0]).afterEffect());
    }
    int faults = random.nextInt(6);
    for (int i = 0; i < faults; i++) {
      SmtpFault fault = fault(random);
      server.on(trigger(random, fault).nth(1 + random.nextInt(MESSAGES)), fault);
    }
    return miscounts || faults > 0;
  }

  private static Trigger trigger(Random random, SmtpFault fault) {
    // A server that keeps a message and says that it does not is beyond help.
    int which = random.nextInt(8);
    if (which == 2 && !(fault instanceof SmtpFault.Reply)) {
      return Trigger.contentBytes(1 + random.nextInt(60));
    }
    return which < 3
        ? Trigger.contentEnd()
        : Trigger.command(COMMANDS[random.nextInt(COMMANDS.length)]);
  }

  private static SmtpFault fault(Random random) {
    return switch (random.nextInt(11)) {
      case 0 -> SmtpFault.closeBefore();
      case 1 -> SmtpFault.closeBefore().afterEffect();
      case 2 -> SmtpFault.closeAfter();
      case 3 -> SmtpFault.reset();
      case 4 -> SmtpFault.reset().afterEffect();
      case 5 -> SmtpFault.stall().afterEffect();
      case 6 -> SmtpFault.chunkEvery(3);
      default -> SmtpFault.reply(REPLIES[random.nextInt(REPLIES.length)]);
    };
  }

  private static Stream<BulkMessage> messages(Random random) {
    List<SendOptions> options =
        IntStream.range(0, MESSAGES)
            .mapToObj(
                i ->
                    switch (random.nextInt(8)) {
                      case 0 -> to("bad@example.com");
                      case 1 -> to("ann@example.com", "bad@example.com");
                      case 2 -> to("ann@example.com", "bad@example.com").withAllOrNothing(true);
                      default -> to("ann@example.com");
                    })
            .toList();
    return IntStream.range(0, MESSAGES)
        .mapToObj(
            i ->
                BulkMessage.of(
                        Lab.raw("From: robot@example.com", "Subject: " + i, "", ".dot", "x", ""))
                    .with(options.get(i)));
  }

  private static SendOptions to(String... recipients) {
    return SendOptions.defaults()
        .withEnvelope(new Envelope("robot@example.com", List.of(recipients)));
  }

  private static long number(ReceivedMessage message) {
    return Long.parseLong(message.header("Subject").orElseThrow());
  }
}

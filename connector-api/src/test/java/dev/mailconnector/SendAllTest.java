package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.failure.PoolExhaustedException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many messages at once: every one with its own outcome, delivered once or known to be in doubt.
 */
class SendAllTest {
  /** Long enough for a busy machine to have the next message ready before the replies come. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(60);

  /** Where all depends on it: long enough for one that stands still now and then. */
  private static final Duration LONG_ROUND_TRIP = Duration.ofMillis(500);

  private final Lab lab = new Lab();

  @ParameterizedTest
  @CsvSource({"16, 32, 2", "16, 33, 3", "4, 16, 4", "1, 4, 4"})
  void window_crossesTheLineOnceForAllThatItHolds(int window, int messages, int roundTrips)
      throws Exception {
    try (ScriptedSmtpServer server = server().latency(LONG_ROUND_TRIP).start();
        MailConnector connector = lab.connector(account(server, 1).window(window).build())) {
      // The server has shown that it takes a message in one flight before several go out.
      connector.send(text(1000, ""), SendOptions.defaults());
      List<BulkMessage> source = messages(messages).toList();

      List<SendOutcome> outcomes = all(connector, source);

      assertThat(outcomes).hasSize(messages).allMatch(SendOutcome::isSent);
      assertThat(roundTrips(server) - 1).isEqualTo(roundTrips);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void firstMessageOfAnEndpoint_goesAlone() throws Exception {
    try (ScriptedSmtpServer server = server().latency(LONG_ROUND_TRIP).start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      all(connector, messages(17).toList());

      assertThat(roundTrips(server)).isEqualTo(2);
    }
  }

  @Test
  void server_withoutPipelining_getsOneCommandAfterTheOther() throws Exception {
    try (ScriptedSmtpServer server = server().withhold("PIPELINING").latency(ROUND_TRIP).start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes = all(connector, messages(5).toList());

      assertThat(outcomes).hasSize(5).allMatch(SendOutcome::isSent);
      assertThat(server.messages())
          .hasSize(5)
          .allSatisfy(message -> assertThat(message.roundTrips()).isEqualTo(4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void messages_areDeliveredOnceEach_overAsManyConnectionsAsThereMayBe(int connections)
      throws Exception {
    try (ScriptedSmtpServer server = server().latency(ROUND_TRIP).start();
        MailConnector connector = lab.connector(account(server, connections).window(4).build())) {
      List<SendOutcome> outcomes = all(connector, messages(200).toList());

      assertThat(outcomes).allMatch(SendOutcome::isSent);
      assertThat(outcomes)
          .extracting(SendOutcome::index)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 200).mapToObj(Long::valueOf).toList());
      assertDeliveredOnce(server, IntStream.range(0, 200));
      assertThat(server.counters().connectionsPeak()).isEqualTo(connections);
    }
  }

  @Test
  void connections_areTakenToTheCap_whereEachTakesOneMessageAtATime() throws Exception {
    try (ScriptedSmtpServer server = server().withhold("CHUNKING").latency(ROUND_TRIP).start();
        MailConnector connector = lab.connector(account(server, 4).build())) {
      assertThat(all(connector, messages(60).toList())).allMatch(SendOutcome::isSent);

      assertThat(server.counters().connectionsPeak()).isEqualTo(4);
      assertDeliveredOnce(server, IntStream.range(0, 60));
    }
  }

  @Test
  void largeMessages_goInBetween() throws Exception {
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      String large = "words to fill a line of a large message, again and again\r\n".repeat(20_000);
      List<SendOutcome> outcomes =
          all(
              connector,
              IntStream.range(0, 12)
                  .mapToObj(i -> BulkMessage.of(text(i, i % 5 == 2 ? large : "")))
                  .toList());

      assertThat(outcomes).hasSize(12).allMatch(SendOutcome::isSent);
      assertDeliveredOnce(server, IntStream.range(0, 12));
      assertThat(server.messages()).filteredOn(m -> m.content().length > 1_000_000).hasSize(2);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void outcome_belongsToItsMessage() throws Exception {
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<BulkMessage> source =
          List.of(
              BulkMessage.of(Lab.message()).with(SendOptions.defaults().withCorrelationId("one")),
              BulkMessage.of(text(1, "")).with(SendOptions.defaults().withCorrelationId("two")));

      List<SendOutcome> outcomes = all(connector, source);

      for (SendOutcome outcome : outcomes) {
        assertThat(outcome.message()).isSameAs(source.get((int) outcome.index()));
        assertThat(outcome.receipt().correlationId())
            .isEqualTo(outcome.message().options().correlationId());
      }
      assertThat(lab.events(ConnectorEvent.MessageSent.class))
          .extracting(ConnectorEvent.MessageSent::correlationId)
          .containsExactly("one", "two");
    }
  }

  /** What a server may say to the fifth message of a window, and at which stage it counts. */
  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("MAIL", "550 5.7.1 no", Stage.MAIL),
        Arguments.of("MAIL", "451 4.3.0 later", Stage.MAIL),
        Arguments.of("RCPT", "550 5.1.1 unknown", Stage.RCPT),
        Arguments.of("RCPT", "452 4.5.3 too many", Stage.RCPT),
        Arguments.of("BDAT", "554 5.6.0 bad", Stage.CONTENT),
        Arguments.of("BDAT", "451 4.3.0 later", Stage.CONTENT),
        Arguments.of("BDAT", "552 5.3.4 too big", Stage.CONTENT));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusal_inTheMiddleOfAWindow_leavesTheOthersDelivered(
      String command, String reply, Stage stage) throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .latency(ROUND_TRIP)
                .on(Trigger.command(command).nth(5), SmtpFault.reply(reply))
                .start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes = all(connector, messages(12).toList());

      SendRefusedException refusal = (SendRefusedException) failureOf(outcomes.get(4));
      assertThat(refusal.stage()).isEqualTo(stage);
      assertThat(refusal.reply().orElseThrow().text()).isEqualTo(reply);
      assertThat(outcomes)
          .filteredOn(outcome -> outcome.index() != 4)
          .allMatch(SendOutcome::isSent);
      assertDeliveredOnce(server, IntStream.range(0, 12).filter(i -> i != 4));
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
      connector.send(text(99, ""), SendOptions.defaults());
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void refusals_ofAllKindsInOneWindow_eachBelongToTheirMessage() throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .recipient("bad@example.com", "550 5.1.1 no such user")
                .latency(ROUND_TRIP)
                .start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      Function<Integer, BulkMessage> message =
          i ->
              BulkMessage.of(text(i, ""))
                  .with(
                      switch (i % 4) {
                        case 1 -> to("bad@example.com");
                        case 2 -> to("ann@example.com", "bad@example.com");
                        case 3 -> to("ann@example.com", "bad@example.com").withAllOrNothing(true);
                        default -> to("ann@example.com", "bob@example.com");
                      });
      List<SendOutcome> outcomes =
          all(connector, IntStream.range(0, 24).mapToObj(message::apply).toList());

      for (SendOutcome outcome : outcomes) {
        switch ((int) outcome.index() % 4) {
          case 0 -> assertThat(outcome.isSent()).isTrue();
          case 2 -> assertThat(failureOf(outcome)).isInstanceOf(PartlyAcceptedException.class);
          default -> assertThat(failureOf(outcome)).isInstanceOf(SendRefusedException.class);
        }
      }
      assertDeliveredOnce(server, IntStream.range(0, 24).filter(i -> i % 2 == 0));
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  /**
   * A reply too many shifts all behind it: the reply to RCPT stands where the verdict is looked
   * for, and that of a message that was refused looks like the one of a message that was taken.
   */
  @ParameterizedTest
  @ValueSource(strings = {"RSET", "MAIL", "RCPT", "BDAT"})
  void surplusReply_inAWindow_isTakenForNobodysReceipt(String command) throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server =
            server()
                .latency(ROUND_TRIP)
                .on(Trigger.command(command).nth(4), SmtpFault.extraReply("250 2.0.0 Ok"))
                .on(Trigger.contentEnd().nth(7), SmtpFault.reply("554 5.6.0 bad"))
                .start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes = all(connector, messages(12).toList());

      assertThat(outcomes.get(0).isSent()).isTrue();
      for (SendOutcome outcome : outcomes) {
        if (outcome.isSent()) {
          assertThat(copies(server, outcome.index())).isEqualTo(1);
        } else {
          assertThat(failureOf(outcome)).isInstanceOf(DeliveryUnknownException.class);
        }
      }
      assertThat(outcomes).filteredOn(outcome -> !outcome.isSent()).isNotEmpty();
      assertDeliveredOnceAtMost(server);
    }
  }

  @Test
  void line_lostBehindTheLastOfAWindow_leavesOnlyThatInDoubt() throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .latency(LONG_ROUND_TRIP)
                .on(Trigger.contentEnd().nth(17), SmtpFault.closeAfterDot())
                .start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes = all(connector, messages(30).toList());

      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.isSent())
          .singleElement()
          .satisfies(
              outcome -> {
                assertThat(outcome.index()).isEqualTo(16);
                assertThat(failureOf(outcome)).isInstanceOf(DeliveryUnknownException.class);
              });
      assertDeliveredOnce(server, IntStream.range(0, 30));
    }
  }

  @Test
  void line_lostInTheMiddleOfAWindow_leavesInDoubtExactlyWhatWasUnanswered() throws Exception {
    // Behind the lone first message a window of 16: the fifth of it is kept, and then the line is
    // gone.
    try (ScriptedSmtpServer server =
            server()
                .latency(ROUND_TRIP)
                .on(Trigger.contentEnd().nth(6), SmtpFault.closeAfterDot())
                .start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes = all(connector, messages(40).toList());

      List<SendOutcome> unknown = outcomes.stream().filter(o -> !o.isSent()).toList();
      assertThat(unknown)
          .allSatisfy(
              outcome ->
                  assertThat(failureOf(outcome)).isInstanceOf(DeliveryUnknownException.class));
      assertThat(unknown)
          .extracting(SendOutcome::index)
          .containsExactlyElementsOf(
              IntStream.range(5, 5 + unknown.size()).mapToObj(Long::valueOf).toList());
      assertThat(unknown).hasSizeBetween(1, 12);
      assertDeliveredOnceAtMost(server);
      for (SendOutcome outcome : outcomes) {
        long copies = copies(server, outcome.index());
        assertThat(copies).isLessThanOrEqualTo(1);
        if (outcome.isSent()) {
          assertThat(copies).isEqualTo(1);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSET", "MAIL"})
  void server_thatLeavesInTheMiddleOfAWindow_losesNothing(String command) throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .latency(ROUND_TRIP)
                .on(Trigger.command(command).nth(6), SmtpFault.reply("421 4.3.2 shutting down"))
                .start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes = all(connector, messages(40).toList());

      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.isSent())
          .allSatisfy(
              outcome -> {
                assertThat(failureOf(outcome)).isInstanceOf(SendRefusedException.class);
                assertThat(copies(server, outcome.index())).isZero();
              })
          .hasSizeLessThanOrEqualTo(1);
      assertThat(outcomes)
          .filteredOn(SendOutcome::isSent)
          .allSatisfy(outcome -> assertThat(copies(server, outcome.index())).isEqualTo(1));
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  @Test
  void server_thatGoesOnAfter421_isHeardToTheEnd() throws Exception {
    // RFC 5321 section 3.8 has it close the connection; one that does not may have taken the rest.
    try (ScriptedSmtpServer server =
            server()
                .latency(ROUND_TRIP)
                .on(
                    Trigger.contentEnd().nth(4),
                    SmtpFault.garbage(Lab.raw("421 4.7.0 try again later", "")))
                .start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes = all(connector, messages(12).toList());

      assertThat(outcomes).filteredOn(o -> o.index() != 3).allMatch(SendOutcome::isSent);
      assertDeliveredOnceAtMost(server);
      assertThat(server.messages()).hasSizeBetween(11, 12);
    }
  }

  @Test
  void server_thatDoesNotKnowBdat_getsEveryMessageOtherwise() throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server =
            server()
                .on(Trigger.command("BDAT"), SmtpFault.reply("502 5.5.1 BDAT not implemented"))
                .start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes = all(connector, messages(20).toList());

      assertThat(outcomes).hasSize(20).allMatch(SendOutcome::isSent);
      assertDeliveredOnce(server, IntStream.range(0, 20));
      assertThat(server.counters().commands("BDAT")).isEqualTo(1);
    }
  }

  @Test
  void source_isReadOnlyAsFarAheadAsTheOutcomesAreRead() throws Exception {
    AtomicInteger pulled = new AtomicInteger();
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server, 2).window(4).build());
        Stream<SendOutcome> outcomes =
            connector.sendAll(messages(1000).peek(message -> pulled.incrementAndGet()))) {
      var reader = outcomes.iterator();
      assertThat(pulled).hasValue(0);
      int bound = 2 * 4 * 2 + 1;

      assertThat(reader.hasNext()).isTrue();
      Lab.until(() -> server.counters().messages() >= bound);
      for (int read = 1; read <= 50; read++) {
        assertThat(pulled.get()).isLessThanOrEqualTo(bound + read);
        reader.next();
        reader.hasNext();
      }
    }
    assertThat(pulled.get()).isLessThan(100);
  }

  @Test
  void stream_thatIsClosed_sendsNothingMore_andHearsWhatHasLeft() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    try (ScriptedSmtpServer server = server().latency(ROUND_TRIP).start();
        MailConnector connector = lab.connector(account(server, 2).build())) {
      try (Stream<SendOutcome> outcomes =
          connector.sendAll(
              Stream.iterate(0, i -> i + 1)
                  .map(i -> BulkMessage.of(text(i, "")))
                  .onClose(closed::incrementAndGet))) {
        assertThat(outcomes.limit(20)).hasSize(20).allMatch(SendOutcome::isSent);
      }

      int delivered = server.counters().messages();
      assertThat(lab.events(ConnectorEvent.MessageSent.class)).hasSize(delivered);
      assertThat(lab.events(ConnectorEvent.MessageFailed.class)).isEmpty();
      assertThat(closed).hasValue(1);
      Lab.until(SendAllTest::noBulkThreads);
      connector.send(text(99, ""), SendOptions.defaults());
      assertThat(server.counters().messages()).isEqualTo(delivered + 1);
      assertDeliveredOnceAtMost(server);
    }
  }

  @Test
  void stream_thatIsReadToItsEnd_leavesNoThread() throws Exception {
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server, 4).build())) {
      assertThat(connector.sendAll(messages(50).toList()).toList()).hasSize(50);
      Lab.until(SendAllTest::noBulkThreads);
    }
  }

  @Test
  void stream_thatIsNeverRead_doesNothing() throws Exception {
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      connector.sendAll(messages(3)).close();

      assertThat(server.counters().connectionsTotal()).isZero();
    }
  }

  @Test
  void connector_thatIsClosed_endsAStreamThatIsAbandoned() throws Exception {
    try (ScriptedSmtpServer server = server().start()) {
      MailConnector connector = lab.connector(account(server, 1).build());
      var reader = connector.sendAll(messages(1000)).iterator();
      reader.next();

      connector.close();

      Lab.until(SendAllTest::noBulkThreads);
      assertThatThrownBy(
              () -> {
                while (reader.hasNext()) {
                  reader.next();
                }
              })
          .isInstanceOf(ConnectorClosedException.class);
      assertDeliveredOnceAtMost(server);
    }
  }

  @Test
  void source_thatFails_doesSoAfterTheOutcomesOfWhatItGave() throws Exception {
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> seen = new ArrayList<>();
      Stream<BulkMessage> source =
          Stream.concat(
              messages(5),
              Stream.generate(
                  () -> {
                    throw new IllegalStateException("the query failed");
                  }));

      assertThatThrownBy(() -> connector.sendAll(source).forEach(seen::add))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the query failed");
      assertThat(seen).hasSize(5).allMatch(SendOutcome::isSent);
      Lab.until(SendAllTest::noBulkThreads);
    }
  }

  @Test
  void messages_thatCannotBeSentAtAll_failByThemselves() throws Exception {
    try (ScriptedSmtpServer server = server().withhold("SMTPUTF8").start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes =
          all(
              connector,
              List.of(
                  BulkMessage.of(text(0, "")),
                  BulkMessage.of(Lab.raw("Subject: no sender", "", "text", "")),
                  BulkMessage.of(text(2, "")).with(SendOptions.account("nobody")),
                  BulkMessage.of(text(3, "")).with(to("ännchen@example.com")),
                  BulkMessage.of(text(4, ""))));

      assertThat(failureOf(outcomes.get(1))).isInstanceOf(InvalidMessageException.class);
      assertThat(failureOf(outcomes.get(2))).isInstanceOf(ConfigurationException.class);
      assertThat(failureOf(outcomes.get(3))).isInstanceOf(InvalidMessageException.class);
      assertThat(lab.events(ConnectorEvent.MessageFailed.class)).hasSize(3);
      assertDeliveredOnce(server, IntStream.of(0, 4));
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void message_whoseDeadlinePassedInTheQueue_isNotSent() throws Exception {
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes =
          all(
              connector,
              List.of(
                  BulkMessage.of(text(0, "")),
                  BulkMessage.of(text(1, ""))
                      .with(SendOptions.defaults().withDeadline(Duration.ofNanos(1)))));

      assertThat(outcomes.get(0).isSent()).isTrue();
      assertThat(failureOf(outcomes.get(1))).isInstanceOf(PoolExhaustedException.class);
      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void bulkSend_leavesConnectionsToOtherSends() throws Exception {
    AtomicInteger read = new AtomicInteger();
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server, 1).window(4).build());
        Stream<SendOutcome> outcomes =
            connector.sendAll(
                Stream.iterate(0, i -> i + 1).map(i -> BulkMessage.of(text(i, ""))))) {
      CompletableFuture<SendReceipt> other = new CompletableFuture<>();
      outcomes
          .peek(outcome -> assertThat(outcome.isSent()).isTrue())
          .peek(
              outcome -> {
                if (read.incrementAndGet() == 10) {
                  Lab.async(() -> connector.send(Lab.message()))
                      .whenComplete((receipt, e) -> complete(other, receipt, e));
                }
              })
          .anyMatch(outcome -> other.isDone());

      assertThat(other.get(30, TimeUnit.SECONDS).connection()).isNotNull();
    }
  }

  @Test
  void account_thatIsReplaced_sendsTheRestBySuccessor() throws Exception {
    try (ScriptedSmtpServer first = server().start();
        ScriptedSmtpServer second = server().start();
        MailConnector connector = lab.connector(account(first, 1).window(4).build());
        Stream<SendOutcome> outcomes = connector.sendAll(messages(100))) {
      List<SendOutcome> all = new ArrayList<>();
      outcomes.forEach(
          outcome -> {
            all.add(outcome);
            if (all.size() == 10) {
              connector.replace(account(second, 1).window(4).build());
            }
          });

      assertThat(all).hasSize(100).allMatch(SendOutcome::isSent);
      assertThat(first.counters().messages() + second.counters().messages()).isEqualTo(100);
      assertThat(second.counters().messages()).isPositive();
    }
  }

  @Test
  void server_thatIsDown_failsEachMessage() throws Exception {
    ScriptedSmtpServer server = server().start();
    Account account = account(server, 2).build();
    server.close();
    try (MailConnector connector = lab.connector(account)) {
      List<SendOutcome> outcomes = all(connector, messages(5).toList());

      assertThat(outcomes)
          .hasSize(5)
          .allSatisfy(
              outcome ->
                  assertThat(failureOf(outcome).advice())
                      .isNotIn(Advice.MAY_HAVE_BEEN_SENT, Advice.FIX_MESSAGE));
    }
  }

  @Test
  void window_outOfRange_isRefused() {
    Account.Builder builder =
        Account.builder("a", dev.mailconnector.transport.SmtpEndpoint.submission("mail.example"));

    assertThatThrownBy(() -> builder.window(0)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> builder.window(257)).hasMessageContaining("1 to 256");
  }

  private static <T> void complete(CompletableFuture<T> future, T value, Throwable e) {
    if (e == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(e);
    }
  }

  private static ScriptedSmtpServerBuilder server() {
    return Lab.server(ServerTls.STARTTLS).offer("PIPELINING", "CHUNKING", "8BITMIME");
  }

  private static Account.Builder account(ScriptedSmtpServer server, int connections) {
    return Lab.account(server, TlsMode.STARTTLS)
        .pool(PoolSettings.defaults().withMaxConnections(connections));
  }

  private static SendOptions to(String... recipients) {
    return SendOptions.defaults()
        .withEnvelope(new Envelope("robot@example.com", List.of(recipients)));
  }

  private static Stream<BulkMessage> messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> BulkMessage.of(text(i, "")));
  }

  private static byte[] text(int number, String more) {
    return Lab.raw(
        "From: robot@example.com", "To: ann@example.com", "Subject: " + number, "", "Hello", more);
  }

  /** All outcomes, in the order of the messages. */
  private static List<SendOutcome> all(MailConnector connector, List<BulkMessage> messages) {
    try (Stream<SendOutcome> outcomes = connector.sendAll(messages)) {
      return outcomes.sorted(Comparator.comparingLong(SendOutcome::index)).toList();
    }
  }

  private static MailConnectorException failureOf(SendOutcome outcome) {
    return ((SendOutcome.Failed) outcome).failure();
  }

  private static int roundTrips(ScriptedSmtpServer server) {
    return server.messages().stream().mapToInt(ReceivedMessage::roundTrips).sum();
  }

  private static void assertDeliveredOnce(ScriptedSmtpServer server, IntStream numbers) {
    assertThat(server.messages())
        .extracting(message -> message.header("Subject").orElseThrow())
        .containsExactlyInAnyOrderElementsOf(numbers.mapToObj(String::valueOf).toList());
  }

  private static void assertDeliveredOnceAtMost(ScriptedSmtpServer server) {
    assertThat(server.messages())
        .extracting(message -> message.header("Subject").orElseThrow())
        .doesNotHaveDuplicates();
  }

  private static long copies(ScriptedSmtpServer server, long index) {
    return server.messages().stream()
        .filter(message -> message.header("Subject").orElseThrow().equals("" + index))
        .count();
  }

  private static boolean noBulkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("mailconnector-bulk"));
  }
}

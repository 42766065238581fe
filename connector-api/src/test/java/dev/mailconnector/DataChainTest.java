package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many messages over a server without CHUNKING: the commands of each go behind the content of the
 * one before.
 */
class DataChainTest {
  private final Lab lab = new Lab();

  @Test
  void thirtyMessages_crossTheLineOnceEach_andOnceBeforeTheFirst() throws Exception {
    assertThat(roundTrips(30, TransactionLevel.PIPELINED, 16)).isEqualTo(31);
  }

  @ParameterizedTest
  @CsvSource({"PIPELINED, 1, 20", "PLAIN, 16, 40"})
  void chain_isSwitchedOffByWindowAndLevel(TransactionLevel level, int window, int roundTrips)
      throws Exception {
    assertThat(roundTrips(10, level, window)).isEqualTo(roundTrips);
  }

  /**
   * How often so many messages cross the line, by a server that greets when as many as may be read
   * ahead are ready, and answers when it has read all that is there.
   */
  private int roundTrips(int count, TransactionLevel level, int window) throws Exception {
    CountDownLatch ready = new CountDownLatch(Math.min(count, 2 * window));
    AtomicInteger roundTrips = new AtomicInteger();
    try (RawServer server =
            RawServer.start((in, out) -> new CountingServer(in, out, roundTrips).run(ready));
        MailConnector connector =
            lab.connector(
                Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.NONE))
                    .ehloName("client.example")
                    .timeouts(Lab.TIMEOUTS)
                    .transactionLevel(level)
                    .window(window)
                    .pool(PoolSettings.defaults().withMaxConnections(1))
                    .build());
        Stream<SendOutcome> outcomes =
            connector.sendAll(messages(count).stream().peek(message -> ready.countDown()))) {
      assertThat(outcomes).hasSize(count).allMatch(SendOutcome::isSent);
      assertThat(server.connections()).isEqualTo(1);
      return roundTrips.get();
    }
  }

  /** Replies wait until nothing is left to read, as RFC 2920 has it. */
  private record CountingServer(BufferedReader in, OutputStream out, AtomicInteger roundTrips) {
    void run(CountDownLatch ready) throws IOException {
      try {
        ready.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      RawServer.say(out, "220 mail.example ESMTP");
      ByteArrayOutputStream due = new ByteArrayOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("EHLO")) {
          RawServer.say(due, "250-mail.example\r\n250 PIPELINING");
          roundTrips.set(-1);
        } else if (line.equals("DATA")) {
          RawServer.say(due, "354 go on");
          flush(due);
          RawServer.readContent(in);
          RawServer.say(due, "250 2.0.0 Ok");
        } else {
          RawServer.say(due, "250 2.0.0 Ok");
        }
        if (!in.ready()) {
          flush(due);
        }
      }
    }

    private void flush(ByteArrayOutputStream due) throws IOException {
      if (due.size() > 0) {
        roundTrips.incrementAndGet();
        out.write(due.toByteArray());
        due.reset();
      }
    }
  }

  @Test
  void contents_arriveAsTheyWere_whateverTheirSize() throws Exception {
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server).build())) {
      List<byte[]> contents =
          Stream.of(0, 1, 2, 1000, 32_000, 32_700, 32_766, 32_767, 32_768, 32_769, 70_000)
              .map(DataChainTest::dotted)
              .toList();

      List<SendOutcome> outcomes = all(connector, contents.stream().map(BulkMessage::of).toList());

      assertThat(outcomes).allMatch(SendOutcome::isSent);
      assertThat(server.messages())
          .extracting(message -> new String(message.content(), StandardCharsets.UTF_8))
          .containsExactlyElementsOf(
              contents.stream().map(c -> new String(c, StandardCharsets.UTF_8)).toList());
    }
  }

  private static byte[] dotted(int size) {
    StringBuilder text =
        new StringBuilder("From: robot@example.com\r\nTo: ann@example.com\r\n\r\n.dot\r\n..\r\n");
    while (text.length() + 4 <= size) {
      text.append(".\r\n");
    }
    text.append("x".repeat(Math.max(0, size - 2 - text.length()))).append("\r\n");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What a server may say to the fifth message, and at which stage it counts. */
  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(Trigger.command("MAIL"), "550 5.7.1 no", Stage.MAIL),
        Arguments.of(Trigger.command("MAIL"), "451 4.3.0 later", Stage.MAIL),
        Arguments.of(Trigger.command("RCPT"), "550 5.1.1 unknown", Stage.RCPT),
        Arguments.of(Trigger.command("RCPT"), "452 4.5.3 too many", Stage.RCPT),
        Arguments.of(Trigger.command("DATA"), "451 4.3.0 later", Stage.DATA),
        Arguments.of(Trigger.command("DATA"), "554 5.5.1 no", Stage.DATA),
        Arguments.of(Trigger.contentEnd(), "554 5.6.0 bad", Stage.CONTENT),
        Arguments.of(Trigger.contentEnd(), "451 4.3.0 later", Stage.CONTENT));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusal_inTheMiddle_leavesTheOthersDelivered(Trigger trigger, String reply, Stage stage)
      throws Exception {
    try (ScriptedSmtpServer server = server().on(trigger.nth(5), SmtpFault.reply(reply)).start();
        MailConnector connector = lab.connector(account(server).build())) {
      List<SendOutcome> outcomes = all(connector, messages(12));

      SendRefusedException refusal = (SendRefusedException) failureOf(outcomes.get(4));
      assertThat(refusal.stage()).isEqualTo(stage);
      assertThat(refusal.reply().orElseThrow().text()).isEqualTo(reply);
      assertThat(outcomes).filteredOn(o -> o.index() != 4).allMatch(SendOutcome::isSent);
      assertDeliveredOnce(server, IntStream.range(0, 12).filter(i -> i != 4));
      connector.send(text(99), SendOptions.defaults());
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusals_ofAllKinds_eachBelongToTheirMessage(boolean asksForNobodysMessage)
      throws Exception {
    ScriptedSmtpServerBuilder builder =
        server().recipient("bad@example.com", "550 5.1.1 no such user");
    if (asksForNobodysMessage) {
      builder.dataWithoutRecipients();
    }
    try (ScriptedSmtpServer server = builder.start();
        MailConnector connector = lab.connector(account(server).build())) {
      List<BulkMessage> source =
          IntStream.range(0, 25)
              .mapToObj(
                  i ->
                      BulkMessage.of(text(i))
                          .with(
                              switch (i % 5) {
                                case 1, 4 -> to("bad@example.com");
                                case 2 -> to("ann@example.com", "bad@example.com");
                                case 3 ->
                                    to("ann@example.com", "bad@example.com").withAllOrNothing(true);
                                default -> to("ann@example.com", "bob@example.com");
                              }))
              .toList();

      List<SendOutcome> outcomes = all(connector, source);

      for (SendOutcome outcome : outcomes) {
        switch ((int) outcome.index() % 5) {
          case 0 -> assertThat(outcome.isSent()).isTrue();
          case 2 -> assertThat(failureOf(outcome)).isInstanceOf(PartlyAcceptedException.class);
          default -> assertThat(failureOf(outcome)).isInstanceOf(SendRefusedException.class);
        }
      }
      assertDeliveredOnce(server, IntStream.range(0, 25).filter(i -> i % 5 == 0 || i % 5 == 2));
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void line_lostBehindAMessage_leavesThatOneInDoubt() throws Exception {
    try (ScriptedSmtpServer server =
            server().on(Trigger.contentEnd().nth(6), SmtpFault.closeAfterDot()).start();
        MailConnector connector = lab.connector(account(server).build())) {
      List<SendOutcome> outcomes = all(connector, messages(20));

      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.isSent())
          .singleElement()
          .satisfies(
              outcome -> {
                assertThat(outcome.index()).isEqualTo(5);
                assertThat(failureOf(outcome)).isInstanceOf(DeliveryUnknownException.class);
              });
      assertDeliveredOnce(server, IntStream.range(0, 20));
    }
  }

  static Stream<Arguments> leavings() {
    return Stream.of("RSET", "MAIL", "RCPT", "DATA")
        .flatMap(
            command ->
                Stream.of(
                    Arguments.of(command, SmtpFault.closeBefore()),
                    Arguments.of(command, SmtpFault.reset()),
                    Arguments.of(command, SmtpFault.reply("421 4.3.2 shutting down"))));
  }

  /** Its content has not left, so it goes over another connection. */
  @ParameterizedTest
  @MethodSource("leavings")
  void server_thatLeavesBeforeItAsksForAMessage_losesNothing(String command, SmtpFault fault)
      throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server = server().on(Trigger.command(command).nth(6), fault).start();
        MailConnector connector = lab.connector(account(server).build())) {
      List<SendOutcome> outcomes = all(connector, messages(20));

      // A reset may take the reply to the message before along.
      boolean reset = fault instanceof SmtpFault.Reset;
      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.isSent())
          .hasSizeLessThanOrEqualTo(reset ? 1 : 0)
          .allSatisfy(
              outcome ->
                  assertThat(failureOf(outcome)).isInstanceOf(DeliveryUnknownException.class));
      assertDeliveredOnce(server, IntStream.range(0, 20));
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  @Test
  void farewell_insteadOfAVerdict_isARefusal() throws Exception {
    try (ScriptedSmtpServer server =
            server().on(Trigger.contentEnd().nth(2), SmtpFault.reply("421 4.7.0 go away")).start();
        MailConnector connector = lab.connector(account(server).build())) {
      List<SendOutcome> outcomes = all(connector, messages(10));

      assertThat(outcomes)
          .filteredOn(outcome -> outcome.index() != 1)
          .allMatch(SendOutcome::isSent);
      assertDeliveredOnce(
          server, IntStream.range(0, 10).filter(i -> i != 1 || outcomes.get(1).isSent()));
      // The next connection is chained again.
      assertThat(server.messages().get(8).roundTrips()).isLessThanOrEqualTo(1);
    }
  }

  /**
   * One too many shifts all behind it, and the 354 is not where it must be: the message whose
   * verdict was heard before is in doubt.
   */
  @ParameterizedTest
  @ValueSource(strings = {"RSET", "MAIL", "RCPT", "DATA"})
  void surplusReply_isTakenForNobodysReceipt(String command) throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server =
            server()
                .on(Trigger.command(command).nth(4), SmtpFault.extraReply("250 2.0.0 Ok"))
                .on(Trigger.contentEnd().nth(5), SmtpFault.reply("554 5.6.0 bad"))
                .start();
        MailConnector connector = lab.connector(account(server).build())) {
      List<SendOutcome> outcomes = all(connector, messages(12));

      for (SendOutcome outcome : outcomes) {
        if (outcome.isSent()) {
          assertThat(copies(server, outcome.index())).isEqualTo(1);
        } else if (failureOf(outcome) instanceof SendRefusedException) {
          assertThat(copies(server, outcome.index())).isZero();
        }
      }
      assertThat(outcomes).filteredOn(o -> !o.isSent()).hasSizeBetween(1, 2);
      assertThat(server.messages()).hasSize(11);
    }
  }

  /** It throws away what comes behind a message before it has answered. */
  @Test
  void server_thatForgetsWhatFollowsAMessage_isSentOneAfterTheOther() throws Exception {
    List<String> kept = new CopyOnWriteArrayList<>();
    try (Lab.SilentLog silence = Lab.silence();
        RawServer server = RawServer.start((in, out) -> forgetful(in, out, kept));
        MailConnector connector =
            lab.connector(
                Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.NONE))
                    .ehloName("client.example")
                    .timeouts(Lab.TIMEOUTS.withCommand(Duration.ofSeconds(5)))
                    .pool(PoolSettings.defaults().withMaxConnections(1))
                    .build())) {
      List<SendOutcome> outcomes = all(connector, messages(8));

      assertThat(outcomes).allMatch(SendOutcome::isSent);
      assertThat(kept).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private static void forgetful(BufferedReader in, OutputStream out, List<String> kept)
      throws IOException {
    RawServer.say(out, "220 mail.example ESMTP");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("EHLO")) {
        RawServer.say(out, "250-mail.example");
        RawServer.say(out, "250 PIPELINING");
      } else if (line.equals("DATA")) {
        RawServer.say(out, "354 go on");
        String content = in.readLine();
        while (!content.equals(".")) {
          if (content.startsWith("Subject: ")) {
            kept.add(content.substring(9));
          }
          content = in.readLine();
        }
        while (in.ready()) {
          in.readLine();
        }
        RawServer.say(out, "250 2.0.0 Ok");
      } else {
        RawServer.say(out, "250 2.0.0 Ok");
      }
      out.flush();
    }
  }

  private static ScriptedSmtpServerBuilder server() {
    return Lab.server(ServerTls.STARTTLS).offer("PIPELINING", "8BITMIME").withhold("CHUNKING");
  }

  private static Account.Builder account(ScriptedSmtpServer server) {
    return Lab.account(server, TlsMode.STARTTLS)
        .pool(PoolSettings.defaults().withMaxConnections(1));
  }

  private static SendOptions to(String... recipients) {
    return SendOptions.defaults()
        .withEnvelope(new Envelope("robot@example.com", List.of(recipients)));
  }

  private static List<BulkMessage> messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> BulkMessage.of(text(i))).toList();
  }

  private static byte[] text(int number) {
    return Lab.raw(
        "From: robot@example.com", "To: ann@example.com", "Subject: " + number, "", "Hello", "");
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

  private static void assertDeliveredOnce(ScriptedSmtpServer server, IntStream numbers) {
    assertThat(server.messages())
        .extracting(message -> message.header("Subject").orElseThrow())
        .containsExactlyInAnyOrderElementsOf(numbers.mapToObj(String::valueOf).toList());
  }

  private static long copies(ScriptedSmtpServer server, long index) {
    return server.messages().stream()
        .filter(message -> message.header("Subject").orElseThrow().equals("" + index))
        .count();
  }
}

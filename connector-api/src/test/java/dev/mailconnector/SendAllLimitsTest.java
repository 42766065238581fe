package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent.MessageSent;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.Turnstile;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bulk send holds on to, and what it does when something does not move. */
class SendAllLimitsTest {
  private final Lab lab = new Lab();

  @Test
  void memory_forWhatIsReadAhead_isBounded() throws Exception {
    AtomicInteger pulled = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ScriptedSmtpServer server = server().latency(Duration.ofMillis(3)).start();
        MailConnector connector = lab.connector(account(server, 5).build())) {
      byte[] mebibyte = mebibyte();
      Stream<BulkMessage> source =
          IntStream.range(0, 60)
              .mapToObj(
                  i -> {
                    int held = pulled.incrementAndGet() - lab.events(MessageSent.class).size();
                    most.accumulateAndGet(held, Math::max);
                    return BulkMessage.of(mebibyte);
                  });

      assertThat(connector.sendAll(source)).hasSize(60).allMatch(SendOutcome::isSent);

      // Line ends become CRLF: two MiB each, of which less than sixteen fit into 16 MiB, and one is
      // being made ready.
      assertThat(most.get()).isLessThanOrEqualTo(9);
    }
  }

  @Test
  void temporaryFiles_forWhatIsReadAhead_areBounded(@TempDir Path folder) throws Exception {
    AtomicInteger most = new AtomicInteger();
    Turnstile reply = Turnstile.shut();
    try (ScriptedSmtpServer server =
            server().on(Trigger.contentEnd().nth(1), SmtpFault.held(reply)).start();
        MailConnector connector =
            MailConnector.builder()
                .account(account(server, 1).memoryLimit(64 * 1024).build())
                .temporaryFolder(folder)
                .build()) {
      byte[] mebibyte = mebibyte();
      Stream<BulkMessage> source =
          IntStream.range(0, 20)
              .mapToObj(
                  i -> {
                    if (most.accumulateAndGet(files(folder), Math::max) >= 2) {
                      reply.open();
                    }
                    return BulkMessage.of(RawMessage.of(new ByteArrayInputStream(mebibyte)));
                  });

      assertThat(connector.sendAll(source)).hasSize(20).allMatch(SendOutcome::isSent);

      assertThat(most.get()).isBetween(2, 8);
      assertThat(folder).isEmptyDirectory();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CHUNKING", "PIPELINING"})
  void server_thatStalls_costsTheMessagesInDoubtAndNoOthers(String withheld) throws Exception {
    ScriptedSmtpServerBuilder builder =
        server().on(Trigger.contentEnd().nth(5), SmtpFault.stall().afterEffect());
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server =
            (withheld.isEmpty() ? builder : builder.withhold(withheld)).start();
        MailConnector connector =
            lab.connector(
                account(server, 1)
                    .window(4)
                    .timeouts(
                        Lab.TIMEOUTS
                            .withCommand(Duration.ofSeconds(6))
                            .withFinalReply(Duration.ofSeconds(5)))
                    .build())) {
      List<SendOutcome> outcomes = connector.sendAll(messages(40)).toList();

      assertThat(outcomes).hasSize(40);
      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.isSent())
          .hasSizeBetween(1, withheld.isEmpty() ? 4 : 1)
          .allSatisfy(
              outcome ->
                  assertThat(((SendOutcome.Failed) outcome).failure())
                      .isInstanceOf(DeliveryUnknownException.class));
    }
  }

  /** The replies that were heard have been shifted, and the proof of it is lost with the line. */
  @Test
  void surplusReply_beforeALineThatIsLost_isTakenForNobodysReceipt() throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server =
            server()
                .latency(Duration.ofMillis(60))
                .on(Trigger.command("MAIL").nth(4), SmtpFault.extraReply("250 2.0.0 Ok"))
                .on(Trigger.contentEnd().nth(5), SmtpFault.reply("554 5.6.0 bad"))
                .on(Trigger.command("RSET").nth(8), SmtpFault.closeBefore())
                .start();
        MailConnector connector = lab.connector(account(server, 1).build())) {
      List<SendOutcome> outcomes = connector.sendAll(messages(12)).toList();

      assertThat(outcomes).hasSize(12);
      List<String> kept =
          server.messages().stream().map(m -> m.header("Subject").orElseThrow()).toList();
      assertThat(kept).doesNotHaveDuplicates();
      assertThat(outcomes)
          .filteredOn(SendOutcome::isSent)
          .allSatisfy(outcome -> assertThat(kept).contains("" + outcome.index()));
    }
  }

  @Test
  void account_thatStandsStill_doesNotHoldUpWhatWasReadForAnother() throws Exception {
    try (ScriptedSmtpServer still = server().on(Trigger.connect(), SmtpFault.stall()).start();
        ScriptedSmtpServer server = server().start()) {
      MailConnector connector =
          MailConnector.builder()
              .account(account(server, 1).window(4).build())
              .account(
                  Account.builder(
                          "still", new SmtpEndpoint("localhost", still.port(), TlsMode.NONE))
                      .ehloName("client.example")
                      .timeouts(Lab.TIMEOUTS)
                      .window(4)
                      .pool(PoolSettings.defaults().withMaxConnections(1))
                      .build())
              .defaultAccount("robot")
              .build();
      try (connector;
          Stream<SendOutcome> outcomes =
              connector.sendAll(
                  IntStream.range(0, 100)
                      .mapToObj(
                          i ->
                              message(i)
                                  .with(SendOptions.account(i % 2 == 0 ? "robot" : "still"))))) {
        Iterator<SendOutcome> reader = outcomes.iterator();
        for (int i = 0; i < 8; i++) {
          SendOutcome outcome = reader.next();
          assertThat(outcome.isSent()).isTrue();
          assertThat(outcome.index() % 2).isZero();
        }
        connector.close();
      }
    }
  }

  /** The next account's message comes when the thread of the one before has ended. */
  @Test
  void accounts_thatHaveNothingToSend_keepNoThread() throws Exception {
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = lab.connector(account(server, 2).build())) {
      for (int i = 0; i < 5; i++) {
        connector.replace(named("tenant" + i, server));
      }
      Stream<BulkMessage> source =
          IntStream.range(0, 10)
              .mapToObj(
                  i -> {
                    Lab.until(() -> server.counters().messages() == i && bulkThreads() == 1);
                    return message(i).with(SendOptions.account("tenant" + i % 5));
                  });

      assertThat(connector.sendAll(source)).hasSize(10).allMatch(SendOutcome::isSent);
    }
  }

  private static long bulkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("mailconnector-bulk"))
        .count();
  }

  private static Account named(String name, ScriptedSmtpServer server) {
    return Account.builder(name, new SmtpEndpoint("localhost", server.port(), TlsMode.NONE))
        .ehloName("client.example")
        .timeouts(Lab.TIMEOUTS)
        .window(4)
        .pool(PoolSettings.defaults().withMaxConnections(1))
        .build();
  }

  @Test
  void stream_thatIsClosedByAnotherThread_tellsTheReaderWhatHadLeft() throws Exception {
    try (ScriptedSmtpServer server =
            server().on(Trigger.contentEnd(), SmtpFault.slow(Duration.ofMillis(1))).start();
        MailConnector connector = lab.connector(account(server, 2).build())) {
      Stream<SendOutcome> outcomes =
          connector.sendAll(IntStream.iterate(0, i -> i + 1).mapToObj(i -> message(i)));
      List<SendOutcome> seen = new ArrayList<>();
      CompletableFuture<Boolean> reader =
          Lab.async(
              () -> {
                outcomes.forEach(seen::add);
                return true;
              });
      server.await(counters -> counters.messages() >= 20, Duration.ofSeconds(30));

      outcomes.close();

      assertThat(reader.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(seen).allMatch(SendOutcome::isSent);
      assertThat(seen).hasSize(server.counters().messages());
    }
  }

  /** Fairness over a chain, as over a window. */
  @ParameterizedTest
  @ValueSource(strings = {"CHUNKING", "PIPELINING"})
  void bulkSend_whereMessagesGoByData_leavesConnectionsToOtherSends(String withheld)
      throws Exception {
    AtomicInteger read = new AtomicInteger();
    try (ScriptedSmtpServer server = server().withhold(withheld).start();
        MailConnector connector = lab.connector(account(server, 1).window(4).build());
        Stream<SendOutcome> outcomes =
            connector.sendAll(Stream.iterate(0, i -> i + 1).map(i -> message(i)))) {
      CompletableFuture<SendReceipt> other = new CompletableFuture<>();

      outcomes
          .peek(outcome -> assertThat(outcome.isSent()).isTrue())
          .peek(
              outcome -> {
                if (read.incrementAndGet() == 10) {
                  Lab.async(() -> other.complete(connector.send(Lab.message())));
                }
              })
          .anyMatch(outcome -> other.isDone());

      assertThat(other.get(30, TimeUnit.SECONDS).connection()).isNotNull();
    }
  }

  private static ScriptedSmtpServerBuilder server() {
    return Lab.server(ServerTls.NONE).offer("PIPELINING", "CHUNKING", "8BITMIME");
  }

  private static Account.Builder account(ScriptedSmtpServer server, int connections) {
    return Lab.account(server, TlsMode.NONE)
        .pool(PoolSettings.defaults().withMaxConnections(connections));
  }

  /** Two of them on the wire, where each line end takes two bytes. */
  private static byte[] mebibyte() {
    byte[] header = Lab.raw("From: robot@example.com", "To: ann@example.com", "", "");
    byte[] message = Arrays.copyOf(header, 1024 * 1024);
    Arrays.fill(message, header.length, message.length, (byte) '\n');
    return message;
  }

  private static int files(Path folder) {
    return Objects.requireNonNull(folder.toFile().list()).length;
  }

  private static Stream<BulkMessage> messages(int count) {
    return IntStream.range(0, count).mapToObj(SendAllLimitsTest::message);
  }

  private static BulkMessage message(int number) {
    return BulkMessage.of(
        Lab.raw(
            "From: robot@example.com", "To: ann@example.com", "Subject: " + number, "", "Hello"));
  }
}

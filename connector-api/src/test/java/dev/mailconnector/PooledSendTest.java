package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.PoolExhaustedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.Turnstile;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends over connections that have been used before, or that are not to be had. */
class PooledSendTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Lab lab = new Lab();
  private final ManualScheduler scheduler =
      new ManualScheduler(SettableClock.at("2026-11-22T00:00:00Z"));
  private final ScriptedSmtpServer server = Lab.server(ServerTls.IMPLICIT).start();
  private final Turnstile reply = Turnstile.shut();

  /** How a server takes leave of a client at rest. */
  enum Farewell {
    WORDS(server -> server.dismissAll("421 4.3.2 Service shutting down")),
    FIN(ScriptedSmtpServer::disconnectAll),
    RST(ScriptedSmtpServer::resetAll);

    private final Consumer<ScriptedSmtpServer> deed;

    Farewell(Consumer<ScriptedSmtpServer> deed) {
      this.deed = deed;
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Account.Builder account() {
    return Lab.account(server, TlsMode.IMPLICIT).transactionLevel(TransactionLevel.PLAIN);
  }

  @ParameterizedTest
  @EnumSource
  void connectionThatTheServerClosed_isReplacedBeforeUse(Farewell farewell) throws Exception {
    try (MailConnector connector = lab.connector(account().build(), scheduler)) {
      connector.send(Lab.message());
      takeLeave(farewell);
      scheduler.clock().advance(Duration.ofSeconds(2));

      SendReceipt receipt = connector.send(Lab.message());

      assertThat(receipt.attempts()).isEqualTo(1);
      assertDeliveredOnceOnASecondConnection(receipt);
    }
  }

  static Stream<SmtpFault> endsAtMail() {
    return Stream.of(
        SmtpFault.closeBefore(), SmtpFault.reset(), SmtpFault.reply("421 4.3.2 Shutting down"));
  }

  @ParameterizedTest
  @MethodSource("endsAtMail")
  void connectionThatTheServerClosesAtItsNextUse_isReplacedOnce(SmtpFault end) throws Exception {
    try (MailConnector connector = lab.connector(account().build(), scheduler)) {
      connector.send(Lab.message());
      server.on(Trigger.command("MAIL").first(1), end);

      SendReceipt receipt = connector.send(Lab.message());

      assertThat(receipt.attempts()).isEqualTo(2);
      assertDeliveredOnceOnASecondConnection(receipt);
      assertThat(lab.events(ConnectorEvent.MessageFailed.class)).isEmpty();
    }
  }

  private void takeLeave(Farewell farewell) {
    farewell.deed.accept(server);
    server.await(counters -> counters.connectionsOpen() == 0, SOON);
  }

  private void assertDeliveredOnceOnASecondConnection(SendReceipt receipt) {
    assertThat(receipt.connection()).isEqualTo("robot#2");
    assertThat(server.messages()).hasSize(2);
    assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    assertThat(lab.events(ConnectorEvent.ConnectionClosed.class))
        .singleElement()
        .satisfies(event -> assertThat(event.reason()).isEqualTo(ConnectorEvent.CloseReason.FAULT));
  }

  @Test
  void connectionThatBreaksTwice_isNotReplacedAgain() throws Exception {
    try (MailConnector connector = lab.connector(account().build(), scheduler)) {
      connector.send(Lab.message());
      server.on(Trigger.command("MAIL").first(2), SmtpFault.closeBefore());

      assertThatThrownBy(() -> connector.send(Lab.message()))
          .isInstanceOfSatisfying(
              ConnectionLostException.class,
              e -> {
                assertThat(e.attempts()).isEqualTo(2);
                assertThat(e.advice()).isEqualTo(Advice.RETRY_OTHER_CONNECTION);
              });
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  @Test
  void newConnectionThatBreaks_isNotReplaced() throws Exception {
    server.on(Trigger.command("RCPT").nth(1), SmtpFault.closeBefore());
    try (MailConnector connector = lab.connector(account().build(), scheduler)) {
      assertThatThrownBy(() -> connector.send(Lab.message()))
          .isInstanceOf(ConnectionLostException.class);

      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void connectionThatBreaksAfterTheContent_isNeverTriedAgain() throws Exception {
    try (MailConnector connector = lab.connector(account().build(), scheduler)) {
      connector.send(Lab.message());
      server.on(Trigger.contentEnd(), SmtpFault.closeAfterDot());

      assertThatThrownBy(() -> connector.send(Lab.message()))
          .isInstanceOfSatisfying(
              DeliveryUnknownException.class,
              e -> assertThat(e.advice()).isEqualTo(Advice.MAY_HAVE_BEEN_SENT));
      assertThat(server.messages()).hasSize(2);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void connectionAtRest_isRetiredByTheTimer() throws Exception {
    try (MailConnector connector = lab.connector(account().build(), scheduler)) {
      connector.send(Lab.message());

      scheduler.advance(PoolSettings.defaults().idleTimeout().plusSeconds(1));

      server.await(counters -> counters.connectionsOpen() == 0, SOON);
      assertThat(server.counters().commands("QUIT")).isEqualTo(1);
      Lab.until(() -> scheduler.advance(Duration.ofSeconds(1)) == 0 && scheduler.pending() == 0);
    }
  }

  @Test
  void listenerThatThrows_changesNothing() throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        MailConnector connector =
            MailConnector.builder()
                .account(account().build())
                .listener(
                    event -> {
                      throw new AssertionError("a listener of the application");
                    })
                .build()) {
      connector.send(Lab.message());
      connector.send(Lab.message());

      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void allConnectionsBusy_isToldWithHowFullItIs() throws Exception {
    Account account = impatient(1);
    server.on(Trigger.contentEnd().nth(1), SmtpFault.held(reply));
    try (MailConnector connector = lab.connector(account)) {
      CompletableFuture<?> busy = Lab.async(() -> connector.send(Lab.message()));
      reply.awaitWaiting(1, SOON);

      assertThatThrownBy(() -> connector.send(Lab.message()))
          .isInstanceOfSatisfying(
              PoolExhaustedException.class,
              e -> {
                assertThat(e.stage()).isEqualTo(Stage.POOL);
                assertThat(e.diagnosis().orElseThrow().id()).isEqualTo("pool-exhausted");
                assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
              })
          .hasMessageContaining("1 of 1 connections in use, 0 at rest, 0 senders waiting")
          .hasMessageContaining("limits.connections");
      reply.open();
      busy.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void allConnectionsBusyOpening_isToldWithTheLastFailure() throws Exception {
    Account account = impatient(1);
    server.on(Trigger.connect().nth(1), SmtpFault.reply("554 5.7.1 Not you"));
    server.on(Trigger.connect().nth(2), SmtpFault.held(reply));
    try (MailConnector connector = lab.connector(account)) {
      assertThatThrownBy(() -> connector.send(Lab.message()))
          .isInstanceOf(ConnectionFailedException.class);
      CompletableFuture<?> opening = Lab.async(() -> connector.send(Lab.message()));
      reply.awaitWaiting(1, SOON);

      assertThatThrownBy(() -> connector.send(Lab.message()))
          .isInstanceOf(PoolExhaustedException.class)
          .hasMessageContaining("the last attempt to open one failed")
          .hasMessageContaining("554 5.7.1 Not you");
      reply.open();
      opening.get(30, TimeUnit.SECONDS);
    }
  }

  private Account impatient(int connections) {
    return account()
        .pool(PoolSettings.defaults().withMaxConnections(connections))
        .timeouts(Lab.TIMEOUTS.withBorrow(Duration.ofMillis(50)))
        .build();
  }

  @Test
  void deadline_thatNoClockCanCount_isRefusedWhereItIsGiven() {
    for (Duration deadline : List.of(ChronoUnit.FOREVER.getDuration(), Duration.ofHours(25))) {
      assertThatThrownBy(() -> SendOptions.defaults().withDeadline(deadline))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("at most 24 h");
    }
    assertThat(SendOptions.defaults().withDeadline(Duration.ofHours(24)).deadline()).isNotNull();
  }

  @Test
  void deadline_endsTheWaitForACommand() throws Exception {
    server.on(Trigger.command("MAIL"), SmtpFault.held(reply));
    SendOptions options = SendOptions.defaults().withDeadline(Duration.ofSeconds(1));
    try (MailConnector connector = lab.connector(account().build(), scheduler)) {
      CompletableFuture<?> send = Lab.async(() -> connector.send(Lab.message(), options));
      reply.awaitWaiting(1, SOON);

      scheduler.advance(Duration.ofMillis(1500));

      assertThatThrownBy(() -> send.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageMatching("(?s).*broke at MAIL \\(.*(timed out|time is up).*\\).*");
    }
  }

  @Test
  void deadline_endsTheWaitForAConnection() throws Exception {
    Account account = account().pool(PoolSettings.defaults().withMaxConnections(1)).build();
    server.on(Trigger.contentEnd().nth(1), SmtpFault.held(reply));
    try (MailConnector connector = lab.connector(account)) {
      CompletableFuture<?> busy = Lab.async(() -> connector.send(Lab.message()));
      reply.awaitWaiting(1, SOON);

      assertThatThrownBy(
              () ->
                  connector.send(
                      Lab.message(), SendOptions.defaults().withDeadline(Duration.ofMillis(50))))
          .isInstanceOf(PoolExhaustedException.class);
      reply.open();
      busy.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void executorThatTakesNoMore_stopsNoLookUpAndNoGoodbye() throws Exception {
    try (MailConnector connector =
        MailConnector.builder()
            .account(account().build())
            .workers(
                task -> {
                  throw new RejectedExecutionException("the queue is full");
                })
            .build()) {
      connector.send(Lab.message());
    }
    assertThat(server.counters().commands("QUIT")).isEqualTo(1);
  }
}

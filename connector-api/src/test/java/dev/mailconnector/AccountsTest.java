package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.Turnstile;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accounts that come, are replaced and go while mail is being sent. */
class AccountsTest {
  @RegisterExtension final SecretHunt hunt = SecretHunt.of("geheim");

  private static final Duration SOON = Duration.ofSeconds(30);

  /** What ends then was ended by somebody. */
  private static final Timeouts ENDLESS =
      Lab.TIMEOUTS
          .withGreeting(Duration.ofHours(1))
          .withCommand(Duration.ofHours(1))
          .withFinalReply(Duration.ofHours(1));

  private final Turnstile slowAnswer = Turnstile.shut();

  private final Lab lab = new Lab();
  private final TestLogin login = TestLogin.password("robot", "geheim");
  private final ScriptedSmtpServer server = start();
  private final ScriptedSmtpServer other = start();

  private static ScriptedSmtpServer start() {
    return Lab.server(ServerTls.IMPLICIT)
        .mechanisms("PLAIN")
        .loginRequired(true)
        .password("robot", "geheim")
        .start();
  }

  @AfterEach
  void close() {
    server.close();
    other.close();
  }

  private Account.Builder at(ScriptedSmtpServer where) {
    return Lab.account(where, TlsMode.IMPLICIT)
        .transactionLevel(TransactionLevel.PLAIN)
        .login(login)
        .pool(PoolSettings.defaults().withMaxConnections(1));
  }

  /** A send that is under way on the first server, until its answer is let go. */
  private CompletableFuture<SendReceipt> slowSend(MailConnector connector) {
    server.on(Trigger.contentEnd().nth(1), SmtpFault.held(slowAnswer));
    CompletableFuture<SendReceipt> send = Lab.async(() -> connector.send(Lab.message()));
    slowAnswer.awaitWaiting(1, SOON);
    return send;
  }

  @Test
  void add_underAKnownName_isRefused() {
    try (MailConnector connector = lab.connector(at(server).build())) {
      assertThatThrownBy(() -> connector.add(at(other).build()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("accounts.robot")
          .hasMessageContaining("two accounts of this name");
      assertThat(login.closed).as("the second one's provider").hasValue(1);
    }
  }

  @Test
  void unknownAccount_isRefusedWithTheNamesThatExist() {
    try (MailConnector connector = lab.connector(at(server).build())) {
      assertThatThrownBy(() -> connector.send(Lab.message(), SendOptions.account("robto")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("\"robto\"")
          .hasMessageContaining("there are: robot");
    }
  }

  @Test
  void replace_letsTheOldAccountFinish_whileTheNewOneWorks() throws Exception {
    try (MailConnector connector = lab.connector(at(server).build())) {
      CompletableFuture<SendReceipt> old = slowSend(connector);

      connector.replace(at(other).build());
      connector.send(Lab.message());

      assertThat(other.messages()).hasSize(1);
      assertThat(old).isNotDone();
      slowAnswer.open();
      old.get(30, TimeUnit.SECONDS);
      server.await(counters -> counters.connectionsOpen() == 0, SOON);
      assertThat(server.counters().commands("QUIT")).isEqualTo(1);
      Lab.until(() -> login.closed.get() == 1);
    }
  }

  @Test
  void replace_sendsThoseWhoWaitToTheNewAccount() throws Exception {
    try (MailConnector connector = lab.connector(at(server).build())) {
      CompletableFuture<SendReceipt> old = slowSend(connector);
      CompletableFuture<SendReceipt> waiting = Lab.async(() -> connector.send(Lab.message()));
      Lab.until(() -> login.used.get() == 2);

      connector.replace(at(other).build());

      assertThat(waiting.get(30, TimeUnit.SECONDS).account()).isEqualTo("robot");
      assertThat(old).isNotDone();
      assertThat(other.messages()).hasSize(1);
      assertThat(lab.events(ConnectorEvent.MessageFailed.class)).isEmpty();
      slowAnswer.open();
      old.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void remove_letsSendsFinish_andRefusesThoseWhoWait() throws Exception {
    try (MailConnector connector = lab.connector(at(server).build())) {
      CompletableFuture<SendReceipt> busy = slowSend(connector);
      CompletableFuture<SendReceipt> waiting = Lab.async(() -> connector.send(Lab.message()));
      Lab.until(() -> login.used.get() == 2);

      assertThat(connector.remove("robot")).isTrue();

      assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("Nothing was sent")
          .cause()
          .isInstanceOfSatisfying(
              ConnectorClosedException.class,
              e -> assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER));
      assertThat(lab.events(ConnectorEvent.MessageFailed.class)).hasSize(1);
      slowAnswer.open();
      busy.get(30, TimeUnit.SECONDS);
      server.await(counters -> counters.connectionsOpen() == 0, SOON);
      Lab.until(() -> login.closed.get() == 1);
      assertThat(connector.remove("robot")).isFalse();
      assertThat(connector.accounts()).isEmpty();
    }
  }

  @Test
  void remove_whenTheTimeIsOver_endsWhatIsStuck() throws Exception {
    Account account = at(server).timeouts(ENDLESS.withShutdown(Duration.ofMillis(50))).build();
    try (MailConnector connector = lab.connector(account)) {
      CompletableFuture<SendReceipt> stuck = slowSend(connector);

      connector.remove("robot");

      assertThatThrownBy(() -> stuck.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(DeliveryUnknownException.class);
      Lab.until(() -> login.closed.get() == 1);
    }
  }

  @Test
  void replacedAccounts_whoseSendsAreStuck_keepNoWorkerBusy() throws Exception {
    server.on(Trigger.command("MAIL"), SmtpFault.stall());
    try (MailConnector connector = lab.connector(at(other).build())) {
      List<CompletableFuture<?>> stuck = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Account account = named("tenant-" + i, server);
        connector.add(account);
        stuck.add(
            Lab.async(() -> connector.send(Lab.message(), SendOptions.account(account.name()))));
      }
      server.await(counters -> counters.commands("MAIL") == 10, SOON);
      for (int i = 0; i < 10; i++) {
        connector.remove("tenant-" + i);
      }

      connector.send(Lab.message());

      assertThat(stuck).noneMatch(CompletableFuture::isDone);
      assertThat(other.messages()).hasSize(1);
      server.disconnectAll();
    }
  }

  private Account named(String name, ScriptedSmtpServer where) {
    Account like = at(where).build();
    return Account.builder(name, like.endpoint())
        .login(login)
        .trust(like.trust())
        .ehloName("client.example")
        .timeouts(Lab.TIMEOUTS)
        .build();
  }

  @Test
  void source_isAskedOnce_whenManySendAtOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Turnstile answer = Turnstile.shut();
    AccountSource source =
        name -> {
          asked.incrementAndGet();
          answer.pass();
          return Optional.of(named(name, server));
        };
    try (MailConnector connector = withSource(source)) {
      List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        sends.add(Lab.async(() -> connector.send(Lab.message(), SendOptions.account("tenant-1"))));
      }
      answer.awaitWaiting(1, SOON);
      answer.open();
      for (CompletableFuture<SendReceipt> send : sends) {
        send.get(60, TimeUnit.SECONDS);
      }

      assertThat(asked).hasValue(1);
      assertThat(server.messages()).hasSize(20);
      assertThat(connector.accounts()).containsExactly("tenant-1");
      connector.remove("tenant-1");
      connector.send(Lab.message(), SendOptions.account("tenant-1"));
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void source_thatFails_isToldWithItsCause_toAllWhoAsked() throws Exception {
    Turnstile answer = Turnstile.shut();
    AtomicInteger asked = new AtomicInteger();
    AccountSource source =
        name -> {
          asked.incrementAndGet();
          answer.pass();
          throw new IllegalStateException("the database is down");
        };
    try (MailConnector connector = withSource(source)) {
      List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        sends.add(Lab.async(() -> connector.send(Lab.message(), SendOptions.account("t"))));
      }
      answer.awaitWaiting(1, SOON);
      answer.open();

      for (CompletableFuture<SendReceipt> send : sends) {
        assertThatThrownBy(() -> send.get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(ConnectionFailedException.class)
            .hasRootCauseMessage("the database is down")
            .cause()
            .isInstanceOfSatisfying(
                MailConnectorException.class,
                e -> {
                  assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
                  assertThat(e.diagnosis().orElseThrow().id()).isEqualTo("account-source-fails");
                });
      }
    }
  }

  @Test
  void source_thatGivesAnotherAccount_isRefused() throws Exception {
    try (MailConnector connector =
        withSource(name -> Optional.of(named("somebody-else", server)))) {
      assertThatThrownBy(() -> connector.send(Lab.message(), SendOptions.account("tenant-1")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("somebody-else");
    }
  }

  @Test
  void closedWhileTheSourceAnswers_leavesNothingBehind() throws Exception {
    AtomicReference<MailConnector> self = new AtomicReference<>();
    AccountSource source =
        name -> {
          self.get().close();
          return Optional.of(named(name, server));
        };
    try (MailConnector connector = withSource(source)) {
      self.set(connector);

      assertThatThrownBy(() -> connector.send(Lab.message(), SendOptions.account("tenant-1")))
          .isInstanceOf(ConnectorClosedException.class);

      assertThat(login.closed).hasValue(1);
      assertThat(connector.accounts()).isEmpty();
    }
  }

  private MailConnector withSource(AccountSource source) {
    return MailConnector.builder().accountSource(source).build();
  }

  @Test
  void close_letsSendsFinish_andRefusesNewOnes() throws Exception {
    MailConnector connector = lab.connector(at(server).build());
    CompletableFuture<SendReceipt> busy = slowSend(connector);

    CompletableFuture<?> closing =
        Lab.async(
            () -> {
              connector.close();
              return null;
            });
    Lab.until(
        () -> catchThrowable(() -> connector.warmUp("nobody")) instanceof ConnectorClosedException);
    assertThat(closing).isNotDone();
    slowAnswer.open();
    closing.get(30, TimeUnit.SECONDS);
    connector.close();

    assertThat(busy.get(30, TimeUnit.SECONDS).reply().code()).isEqualTo(250);
    assertThat(login.closed.get()).isPositive();
    server.await(counters -> counters.connectionsOpen() == 0, SOON);
    assertThatThrownBy(() -> connector.send(Lab.message()))
        .isInstanceOfSatisfying(
            ConnectorClosedException.class,
            e -> assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER));
    assertThatThrownBy(() -> connector.add(named("late", server)))
        .isInstanceOf(ConnectorClosedException.class);
    assertThatThrownBy(() -> connector.replace(at(other).build()))
        .isInstanceOf(ConnectorClosedException.class);
    assertThatThrownBy(() -> connector.warmUp("robot"))
        .isInstanceOf(ConnectorClosedException.class);
  }

  @Test
  void close_whileAConnectionIsBeingOpened_endsThatToo() throws Exception {
    server.on(Trigger.connect(), SmtpFault.stall());
    Account account = at(server).timeouts(ENDLESS.withShutdown(Duration.ofMillis(50))).build();
    MailConnector connector = lab.connector(account);
    CompletableFuture<SendReceipt> opening = Lab.async(() -> connector.send(Lab.message()));
    server.await(counters -> counters.connectionsOpen() == 1, SOON);

    connector.close();

    assertThatThrownBy(() -> opening.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ConnectorClosedException.class);
    server.await(counters -> counters.connectionsOpen() == 0, SOON);
  }

  @Test
  void evictConnections_closesThoseAtRest_andTheNextSendOpensOne() throws Exception {
    try (MailConnector connector = lab.connector(at(server).build())) {
      connector.send(Lab.message());
      Lab.until(() -> server.counters().connectionsOpen() == 1);

      connector.evictConnections();

      server.await(counters -> counters.connectionsOpen() == 0, SOON);
      assertThat(lab.events(ConnectorEvent.ConnectionClosed.class))
          .singleElement()
          .satisfies(
              event -> assertThat(event.reason()).isEqualTo(ConnectorEvent.CloseReason.EVICTED));
      connector.send(Lab.message());
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  @Test
  void warmUp_opensOneConnectionPerAccount_andTellsWhoFailed() throws Exception {
    try (MailConnector connector = lab.connector(at(server).build())) {
      connector.add(named("other", other));
      other.password("robot", "anders");

      assertThatThrownBy(connector::warmUp)
          .isInstanceOf(MailConnectorException.class)
          .hasMessageContaining("other");

      assertThat(server.counters().loginsAccepted()).isEqualTo(1);
      connector.send(Lab.message());
      assertThat(server.counters().loginsAccepted()).isEqualTo(1);
    }
  }
}

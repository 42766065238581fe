package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent.AccountRecovered;
import dev.mailconnector.event.ConnectorEvent.AccountRefused;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TokenCheck;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.Turnstile;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many failed logins a server sees. Directories lock an account after five or ten, whoever made
 * them, so a wrong password may cost one of each connector.
 */
class LockOutTest {
  private static final int MANY = 5;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Exchange's, after a refused login. */
  private static final Duration TARPIT = Duration.ofSeconds(5);

  private final Lab lab = new Lab();
  private final ManualScheduler scheduler =
      new ManualScheduler(SettableClock.at("2026-11-22T00:00:00Z"));
  private final ScriptedSmtpServer server =
      Lab.server(ServerTls.STARTTLS)
          .mechanisms("PLAIN", "XOAUTH2")
          .loginRequired(true)
          .password("robot", "geheim")
          .start();
  private Lab.SilentLog silence = () -> {};

  @BeforeEach
  void beSilent() {
    silence = Lab.silence();
  }

  @AfterEach
  void close() {
    silence.close();
    server.close();
  }

  private MailConnector connector(TestLogin login, PoolSettings pool) {
    return lab.connector(
        Lab.account(server, TlsMode.STARTTLS)
            .timeouts(Timeouts.defaults())
            .pool(pool.withMaxConnections(MANY))
            .login(login)
            .build(),
        scheduler);
  }

  private MailConnector connector(String password) {
    return connector(TestLogin.password("robot", password), PoolSettings.defaults());
  }

  private int logins() {
    return server.counters().commands("AUTH");
  }

  @Test
  void manySenders_withAWrongPassword_failToLogInOnce_andWaitForTheTarpit() {
    Turnstile tarpit = Turnstile.shut();
    server.on(Trigger.auth("PLAIN"), SmtpFault.held(tarpit));
    try (MailConnector connector = connector("wrong")) {
      List<CompletableFuture<SendReceipt>> sends = sendMany(connector);
      server.await(counters -> counters.connectionsOpen() == MANY, SOON);
      tarpit.awaitWaiting(1, SOON);
      scheduler.advance(TARPIT);
      assertThat(sends).noneMatch(CompletableFuture::isDone);
      tarpit.open();

      assertThat(failures(sends))
          .hasSize(MANY)
          .allSatisfy(
              e -> {
                assertThat(e).isInstanceOf(LoginRefusedException.class);
                assertThat(e.reply().orElseThrow().code()).isEqualTo(535);
              });
      assertThat(logins()).isEqualTo(1);
      assertThat(lab.events(AccountRefused.class)).hasSize(1);
    }
  }

  @Test
  void manySenders_withTheRightPassword_waitForTheFirstAndGoOn() {
    Turnstile slow = Turnstile.shut();
    server.on(Trigger.auth("PLAIN").nth(1), SmtpFault.held(slow));
    try (MailConnector connector = connector("geheim")) {
      List<CompletableFuture<SendReceipt>> sends = sendMany(connector);
      server.await(counters -> counters.connectionsOpen() == MANY, SOON);
      slow.awaitWaiting(1, SOON);
      assertThat(logins()).isEqualTo(1);
      slow.open();

      assertThat(failures(sends)).isEmpty();
      assertThat(server.messages()).hasSize(MANY);
    }
  }

  @Test
  void lineThatTheServerEndsBeforeItsTurn_isReplacedByAnother() {
    Turnstile slow = Turnstile.shut();
    server.on(Trigger.auth("PLAIN").nth(1), SmtpFault.held(slow));
    server.on(Trigger.command("EHLO").nth(4), SmtpFault.closeAfter());
    try (MailConnector connector = connector("geheim")) {
      CompletableFuture<SendReceipt> first = Lab.async(() -> connector.send(Lab.message()));
      slow.awaitWaiting(1, SOON);
      CompletableFuture<SendReceipt> second = Lab.async(() -> connector.send(Lab.message()));
      server.await(
          counters -> counters.connectionsTotal() == 2 && counters.connectionsOpen() == 1, SOON);
      slow.open();

      assertThat(failures(List.of(first, second))).isEmpty();
      assertThat(server.counters().connectionsTotal()).isEqualTo(3);
      assertThat(logins()).isEqualTo(2);
    }
  }

  @Test
  void manySenders_withTokens_waitForNobody() {
    server.tokens(TokenCheck.acceptingAll());
    Turnstile slow = Turnstile.shut();
    server.on(Trigger.auth("XOAUTH2").nth(1), SmtpFault.held(slow));
    TestLogin tokens = TestLogin.tokens("robot", generation -> "token");
    try (MailConnector connector = connector(tokens, PoolSettings.defaults())) {
      CompletableFuture<SendReceipt> first = Lab.async(() -> connector.send(Lab.message()));
      slow.awaitWaiting(1, SOON);

      Lab.async(() -> connector.send(Lab.message())).orTimeout(30, TimeUnit.SECONDS).join();

      assertThat(first).isNotDone();
      slow.open();
      first.join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "454 4.7.0 Temporary failure", "421 4.7.0 Too many errors"})
  void manySenders_whereTheFirstLoginIsNotAnswered_waitForThePause(String reply) throws Exception {
    Turnstile greetings = Turnstile.shut();
    server.on(Trigger.connect(), SmtpFault.held(greetings));
    server.on(
        Trigger.auth("PLAIN").nth(1),
        reply.isEmpty() ? SmtpFault.closeBefore() : SmtpFault.reply(reply));
    try (MailConnector connector = connector("geheim")) {
      List<CompletableFuture<SendReceipt>> sends = sendMany(connector);
      greetings.awaitWaiting(MANY, SOON);
      greetings.open();

      assertThat(failures(sends)).hasSize(MANY).allMatch(e -> e.advice() == Advice.RETRY_LATER);
      assertThat(logins()).isEqualTo(1);

      scheduler.clock().advance(Duration.ofSeconds(1));
      connector.send(Lab.message());
      assertThat(logins()).isEqualTo(2);
    }
  }

  @Test
  void sendsThatAreInterruptedInTheTarpit_sayThePasswordNoOftener() throws Exception {
    Turnstile tarpit = Turnstile.shut();
    server.on(Trigger.auth("PLAIN"), SmtpFault.held(tarpit));
    try (MailConnector connector = connector("wrong")) {
      AtomicReference<Exception> failure = new AtomicReference<>();
      Thread sender =
          new Thread(() -> failure.set(Lab.failure(() -> connector.send(Lab.message()))));
      sender.start();
      tarpit.awaitWaiting(1, SOON);
      sender.interrupt();
      sender.join(SOON.toMillis());

      assertThat(failure.get()).isInstanceOf(MailConnectorException.class);
      for (int i = 0; i < 3; i++) {
        assertThat(Lab.failure(() -> connector.send(Lab.message())).advice())
            .isEqualTo(Advice.RETRY_LATER);
      }
      assertThat(logins()).isEqualTo(1);
    } finally {
      tarpit.open();
    }
  }

  @Test
  void loginThatIsGivenUpHalfWay_isFollowedByAPause() throws Exception {
    server.on(Trigger.auth("PLAIN"), SmtpFault.reply("334 Password, please?"));
    try (MailConnector connector = connector("geheim")) {
      for (int i = 0; i < 3; i++) {
        assertThat(Lab.failure(() -> connector.send(Lab.message())))
            .isInstanceOf(LoginImpossibleException.class)
            .hasMessageContaining("the server's challenge is not base64");
      }
      assertThat(logins()).isEqualTo(1);

      scheduler.clock().advance(Duration.ofSeconds(1));
      Lab.failure(() -> connector.send(Lab.message()));
      assertThat(logins()).isEqualTo(2);
    }
  }

  @Test
  void passwordThatWorked_andIsWrongNow_failsToLogInTwiceAtMost() throws Exception {
    PoolSettings oneMessageEach = PoolSettings.defaults().withMaxMessages(1);
    try (MailConnector connector =
        connector(TestLogin.password("robot", "geheim"), oneMessageEach)) {
      connector.send(Lab.message());
      server.password("robot", "another");

      assertThat(failures(sendMany(connector))).hasSize(MANY);

      assertThat(server.counters().loginsRefused()).isBetween(1, 2);
      assertThat(lab.events(AccountRefused.class)).hasSize(1);
    }
  }

  @Test
  void probeForTheWrongTlsMode_saysNoLogin() throws Exception {
    Turnstile greeting = Turnstile.shut();
    server.on(Trigger.connect().nth(1), SmtpFault.held(greeting));
    try (MailConnector connector = connector("wrong")) {
      CompletableFuture<SendReceipt> send = Lab.async(() -> connector.send(Lab.message()));
      greeting.awaitWaiting(1, SOON);
      Lab.until(() -> scheduler.pending() == 2);
      scheduler.advance(Duration.ofSeconds(3));
      server.await(counters -> counters.connectionsTotal() == 2, SOON);
      greeting.open();

      assertThat(failures(List.of(send))).hasSize(1);
      assertThat(logins()).isEqualTo(1);
    }
  }

  @Test
  void refusedPassword_isTriedAgainAfter16Minutes_andByNobodyBefore() throws Exception {
    try (MailConnector connector = connector("wrong")) {
      refusal(connector);
      for (int half = 1; half < 32; half++) {
        scheduler.clock().advance(Duration.ofSeconds(30));
        refusal(connector);
      }
      assertThat(logins()).isEqualTo(1);

      scheduler.clock().advance(Duration.ofSeconds(30));
      refusal(connector);
      refusal(connector);

      assertThat(logins()).isEqualTo(2);
      assertThat(lab.events(AccountRefused.class))
          .extracting(AccountRefused::nextProbe)
          .containsExactly(
              scheduler.clock().instant(),
              scheduler.clock().instant().plus(Duration.ofMinutes(32)));
    }
  }

  @Test
  void changedPassword_isUsedHalfAMinuteLater() throws Exception {
    AtomicReference<String> file = new AtomicReference<>("wrong");
    TestLogin rotating = TestLogin.password("robot", file::get);
    try (MailConnector connector = connector(rotating, PoolSettings.defaults())) {
      refusal(connector);
      file.set("geheim");
      rotating.renew();
      refusal(connector);
      scheduler.clock().advance(Duration.ofSeconds(30));

      connector.send(Lab.message());

      assertThat(logins()).isEqualTo(2);
      assertThat(lab.events(AccountRecovered.class)).hasSize(1);
      assertThat(rotating.accepted).as("told to the provider").containsExactly(2L);
    }
  }

  @Test
  void passwordsThatGoToAndFro_areNoWayIntoALockOut() throws Exception {
    TestLogin flapping =
        TestLogin.passwords("robot", generation -> generation % 2 == 0 ? "wrong" : "wrong, too");
    try (MailConnector connector = connector(flapping, PoolSettings.defaults())) {
      List<Integer> failed = new ArrayList<>();
      for (int half = 0; half <= 120; half++) {
        refusal(connector);
        failed.add(logins());
        scheduler.clock().advance(Duration.ofSeconds(30));
      }

      assertThat(failed.get(31)).as("within a quarter of an hour").isEqualTo(3);
      assertThat(failed.get(60)).as("within half an hour").isEqualTo(4);
      assertThat(failed.get(120)).as("within an hour").isEqualTo(5);
    }
  }

  @Test
  void evictConnections_letsTheNextSendTryAtOnce() throws Exception {
    try (MailConnector connector = connector("wrong")) {
      refusal(connector);
      connector.evictConnections();
      refusal(connector);
      refusal(connector);
      assertThat(logins()).isEqualTo(2);
      server.password("robot", "wrong");
      connector.evictConnections();

      connector.send(Lab.message());

      assertThat(logins()).isEqualTo(3);
      assertThat(lab.events(AccountRecovered.class)).hasSize(1);
    }
  }

  @Test
  void replace_letsTheNextSendTryAtOnce() throws Exception {
    try (MailConnector connector = connector("wrong")) {
      refusal(connector);
      server.password("robot", "another");

      connector.replace(
          Lab.account(server, TlsMode.STARTTLS)
              .login(TestLogin.password("robot", "another"))
              .build());
      connector.send(Lab.message());

      assertThat(logins()).isEqualTo(2);
    }
  }

  private static void refusal(MailConnector connector) {
    assertThat(Lab.failure(() -> connector.send(Lab.message())))
        .isInstanceOf(LoginRefusedException.class)
        .hasMessageContaining("this process does not try the same secret again for");
  }

  private static List<CompletableFuture<SendReceipt>> sendMany(MailConnector connector) {
    List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      sends.add(Lab.async(() -> connector.send(Lab.message())));
    }
    return sends;
  }

  private static List<MailConnectorException> failures(List<CompletableFuture<SendReceipt>> sends) {
    List<MailConnectorException> failures = new ArrayList<>();
    for (CompletableFuture<SendReceipt> send : sends) {
      try {
        send.orTimeout(60, TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        failures.add((MailConnectorException) e.getCause());
      }
    }
    return failures;
  }
}

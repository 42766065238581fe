package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TokenCheck;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.Turnstile;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Refused logins: at most two per send, the second with something new; then the account is REFUSED.
 */
class LoginTest {
  @RegisterExtension
  final SecretHunt hunt = SecretHunt.of("token-1", "token-2", "token-3", "geheim");

  private static final String NO = "535 5.7.8 Error: authentication failed";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Lab lab = new Lab();
  private final ManualScheduler scheduler =
      new ManualScheduler(SettableClock.at("2026-11-22T00:00:00Z"));
  private final TestLogin tokens = TestLogin.tokens("robot", generation -> "token-" + generation);
  private final ScriptedSmtpServer server =
      Lab.server(ServerTls.IMPLICIT)
          .mechanisms("PLAIN", "XOAUTH2")
          .loginRequired(true)
          .tokens(TokenCheck.refusingAll(NO))
          .start();

  @AfterEach
  void close() {
    server.close();
  }

  private MailConnector connector(TestLogin login) {
    return lab.connector(account(login).build(), scheduler);
  }

  private Account.Builder account(TestLogin login) {
    return Lab.account(server, TlsMode.IMPLICIT)
        .transactionLevel(TransactionLevel.PLAIN)
        .login(login);
  }

  private int logins() {
    return server.counters().loginsAccepted() + server.counters().loginsRefused();
  }

  @Test
  void refusedToken_getsOneRenewedLogin_onANewConnection() throws Exception {
    server.tokens(TokenCheck.accepting("robot", "token-2"));
    try (MailConnector connector = connector(tokens)) {
      SendReceipt receipt = connector.send(Lab.message());

      assertThat(receipt.connection()).isEqualTo("robot#2");
      assertThat(logins()).isEqualTo(2);
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
      assertThat(tokens.refused).containsExactly(1L);
      assertThat(lab.events(ConnectorEvent.LoginRefused.class)).hasSize(1);
      assertThat(lab.events(ConnectorEvent.AccountRefused.class)).isEmpty();
    }
  }

  @Test
  void twiceRefused_isTheEnd_andFurtherSendsFailAtOnceWithTheSameReply() throws Exception {
    try (MailConnector connector = connector(tokens)) {
      LoginRefusedException first = refusal(connector);
      assertThat(first.reply().orElseThrow().text()).isEqualTo(NO);
      assertThat(first.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(logins()).isEqualTo(2);
      assertThat(tokens.refused).containsExactly(1L, 2L);

      LoginRefusedException second = refusal(connector);

      assertThat(second.reply()).isEqualTo(first.reply());
      assertThat(second.retryAfter()).contains(Duration.ofSeconds(30));
      assertThat(second).hasMessageContaining("robot").hasMessageContaining(NO);
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
      assertThat(lab.events(ConnectorEvent.AccountRefused.class))
          .singleElement()
          .satisfies(
              event ->
                  assertThat(event.nextProbe())
                      .isEqualTo(scheduler.clock().instant().plusSeconds(30)));
    }
  }

  private static LoginRefusedException refusal(MailConnector connector) {
    return catchThrowableOfType(LoginRefusedException.class, () -> connector.send(Lab.message()));
  }

  @Test
  void youngToken_isTriedAgainAfterASecond() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.tokens(
        (user, token) ->
            seen.incrementAndGet() == 1 ? TokenVerdict.refused() : TokenVerdict.accepted());
    TestLogin login = tokens.aged(Duration.ofSeconds(2).minusNanos(1));
    try (MailConnector connector = connector(login)) {
      CompletableFuture<SendReceipt> send = Lab.async(() -> connector.send(Lab.message()));
      awaitPause();
      assertThat(send).isNotDone();

      scheduler.advance(Duration.ofSeconds(1));

      assertThat(send.get(30, TimeUnit.SECONDS).connection()).isEqualTo("robot#2");
      assertThat(login.refused).as("it was not forgotten").isEmpty();
      assertThat(login.asked).hasValue(1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  @Test
  void youngToken_refusedAgain_isTheEnd() throws Exception {
    TestLogin login = tokens.aged(Duration.ZERO);
    try (MailConnector connector = connector(login)) {
      CompletableFuture<SendReceipt> send = Lab.async(() -> connector.send(Lab.message()));
      awaitPause();
      scheduler.advance(Duration.ofSeconds(1));

      assertThatThrownBy(() -> send.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(LoginRefusedException.class);
      assertThat(logins()).isEqualTo(2);
      assertThat(login.refused).containsExactly(1L);
    }
  }

  @Test
  void tokenOfTwoSeconds_isNoLongerYoung() throws Exception {
    server.tokens(TokenCheck.accepting("robot", "token-2"));
    TestLogin login = tokens.aged(Duration.ofSeconds(2));
    try (MailConnector connector = connector(login)) {
      connector.send(Lab.message());

      assertThat(login.refused).containsExactly(1L);
    }
  }

  @Test
  void tokenFromTheFuture_isNotYoung() throws Exception {
    server.tokens(TokenCheck.accepting("robot", "token-2"));
    TestLogin login = tokens.aged(Duration.ofHours(-1));
    try (MailConnector connector = connector(login)) {
      connector.send(Lab.message());

      assertThat(login.refused).containsExactly(1L);
    }
  }

  /** A password may have a date as well: a vault tells when it was set. */
  @Test
  void youngCredentialThatMayLockOut_isNotSaidTwice() throws Exception {
    server.tokens(TokenCheck.accepting("robot", "token-2"));
    TestLogin login = tokens.aged(Duration.ZERO).lockingOut();
    try (MailConnector connector = connector(login)) {
      connector.send(Lab.message());

      assertThat(login.refused).containsExactly(1L);
      assertThat(logins()).isEqualTo(2);
    }
  }

  /** The watchdog's round and the pause. */
  private void awaitPause() {
    server.await(counters -> counters.loginsRefused() == 1, SOON);
    Lab.until(() -> scheduler.nextDue().isPresent() && scheduler.pending() == 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the"
            + " Tenant. Visit https://aka.ms/smtp_auth_disabled",
        "535 5.7.139 Authentication unsuccessful, the user credentials were blocked by policy",
        "550 5.7.30 Basic authentication is not supported for Client Submission.",
        "550 5.7.240 App is not allowed"
      })
  void policyRefusal_isNeverTriedAgain(String reply) throws Exception {
    server.tokens(TokenCheck.refusingAll(reply));
    try (MailConnector connector = connector(tokens)) {
      assertThat(refusal(connector).reply().orElseThrow().text()).isEqualTo(reply);

      assertThat(logins()).isEqualTo(1);
      refusal(connector);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void refusedPassword_thatHasNotChanged_isNotTriedAgain() throws Exception {
    server.password("robot", "geheim-neu");
    TestLogin password = TestLogin.password("robot", "geheim-alt");
    try (MailConnector connector = connector(password)) {
      refusal(connector);

      assertThat(logins()).isEqualTo(1);
      assertThat(password.refused).containsExactly(1L);
    }
  }

  @Test
  void refusedPassword_thatHasChanged_isTriedOnceMore() throws Exception {
    server.password("robot", "geheim-2");
    TestLogin password = TestLogin.passwords("robot", generation -> "geheim-" + generation);
    try (MailConnector connector = connector(password)) {
      connector.send(Lab.message());

      assertThat(logins()).isEqualTo(2);
      assertThat(password.refused).containsExactly(1L);
    }
  }

  @Test
  void passwordAcceptedAfterARefusal_keepsItsConnections() throws Exception {
    try (MailConnector connector = connector(TestLogin.password("robot", "geheim"))) {
      refusal(connector);
      server.password("robot", "geheim");
      scheduler.clock().advance(Duration.ofMinutes(16));

      for (int i = 0; i < 3; i++) {
        connector.send(Lab.message());
      }

      assertThat(server.counters().loginsAccepted()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "454 4.7.0 Temporary authentication failure",
        "432 4.3.2 Concurrent limit",
        "421 4.7.0 Try again later"
      })
  void temporaryReply_isNoRefusal(String reply) throws Exception {
    server.tokens(TokenCheck.acceptingAll());
    server.on(Trigger.auth("XOAUTH2").nth(1), SmtpFault.reply(reply));
    try (MailConnector connector = connector(tokens)) {
      assertThatThrownBy(() -> connector.send(Lab.message()))
          .isInstanceOfSatisfying(
              LoginRefusedException.class,
              e -> {
                assertThat(e.reply().orElseThrow().text()).isEqualTo(reply);
                assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
              });
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
      assertThat(tokens.refused).isEmpty();
      assertThat(lab.events(ConnectorEvent.AccountRefused.class)).isEmpty();

      scheduler.clock().advance(Duration.ofSeconds(1));
      connector.send(Lab.message());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"454 4.7.0 Too many login attempts", "421 4.7.0 Too many errors", ""})
  void loginWithoutAnswer_isTriedOncePerPause(String reply) throws Exception {
    server.on(
        Trigger.auth("PLAIN"), reply.isEmpty() ? SmtpFault.closeBefore() : SmtpFault.reply(reply));
    try (MailConnector connector = connector(TestLogin.password("robot", "geheim"))) {
      for (int i = 0; i < 50; i++) {
        MailConnectorException e = Lab.failure(() -> connector.send(Lab.message()));
        assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
        assertThat(e.reply().map(Object::toString).orElse("")).isEqualTo(reply);
      }
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);

      scheduler.clock().advance(Duration.ofSeconds(1));
      Lab.failure(() -> connector.send(Lab.message()));
      Lab.failure(() -> connector.send(Lab.message()));

      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  @Test
  void refusedAccount_isProbedOncePerBackoff_andRecovers() throws Exception {
    try (MailConnector connector = connector(tokens)) {
      refusal(connector);
      scheduler.clock().advance(Duration.ofSeconds(30));
      refusal(connector);
      refusal(connector);
      assertThat(logins()).isEqualTo(4);
      scheduler.clock().advance(Duration.ofSeconds(59));
      refusal(connector);
      assertThat(logins()).isEqualTo(4);
      server.tokens(TokenCheck.acceptingAll());
      scheduler.clock().advance(Duration.ofSeconds(1));

      connector.send(Lab.message());
      connector.send(Lab.message());

      assertThat(logins()).isEqualTo(5);
      assertThat(lab.events(ConnectorEvent.AccountRefused.class)).hasSize(2);
      assertThat(lab.events(ConnectorEvent.AccountRecovered.class)).hasSize(1);
    }
  }

  @Test
  void refusedAccount_whoseServerIsGone_mayBeProbedAgainAtOnce() throws Exception {
    try (MailConnector connector = connector(TestLogin.password("robot", "geheim"))) {
      refusal(connector);
      server.password("robot", "geheim");
      server.on(Trigger.connect().nth(1), SmtpFault.closeBefore());
      scheduler.clock().advance(Duration.ofMinutes(16));
      assertThatThrownBy(() -> connector.send(Lab.message()))
          .isInstanceOf(ConnectionFailedException.class);

      connector.send(Lab.message());

      assertThat(lab.events(ConnectorEvent.AccountRecovered.class)).hasSize(1);
    }
  }

  @Test
  void refusedGeneration_retiresTheConnectionsThatItOpened() throws Exception {
    server.tokens(TokenCheck.accepting("robot", "token-1"));
    Turnstile reply = Turnstile.shut();
    server.on(Trigger.contentEnd().nth(1), SmtpFault.held(reply));
    try (MailConnector connector = connector(tokens)) {
      CompletableFuture<SendReceipt> slow = Lab.async(() -> connector.send(Lab.message()));
      reply.awaitWaiting(1, SOON);
      server.tokens(TokenCheck.accepting("robot", "token-2"));

      SendReceipt second = connector.send(Lab.message());
      reply.open();
      SendReceipt first = slow.get(30, TimeUnit.SECONDS);

      assertThat(lab.events(ConnectorEvent.ConnectionClosed.class))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.connection()).isEqualTo(first.connection());
                assertThat(event.reason()).isEqualTo(ConnectorEvent.CloseReason.CREDENTIAL);
              });
      assertThat(connector.send(Lab.message()).connection()).isEqualTo(second.connection());
    }
  }

  @Test
  void tokenFromTheFuture_givesItsConnectionOneLifeOnly() throws Exception {
    server.tokens(TokenCheck.accepting("robot", "token-1"));
    Duration day = Duration.ofDays(1);
    Account account =
        account(tokens.aged(day.negated()))
            .pool(PoolSettings.defaults().withIdleTimeout(day).withMaxAge(day))
            .build();
    try (MailConnector connector = lab.connector(account, scheduler)) {
      SendReceipt first = connector.send(Lab.message());

      scheduler.clock().advance(Duration.ofMinutes(59));
      assertThat(connector.send(Lab.message()).connection()).isEqualTo(first.connection());

      scheduler.clock().advance(Duration.ofMinutes(1));
      assertThat(connector.send(Lab.message()).connection()).isNotEqualTo(first.connection());
    }
  }

  @Test
  void sixtyFourSenders_withARefusedToken_renewItOnce() throws Exception {
    server.tokens(TokenCheck.accepting("robot", "token-2"));
    try (MailConnector connector = connector(tokens)) {
      for (CompletableFuture<SendReceipt> send : sendAll(connector, 64)) {
        send.get(60, TimeUnit.SECONDS);
      }

      assertThat(server.messages()).hasSize(64);
      assertThat(new HashSet<>(tokens.refused)).containsExactly(1L);
      assertThat(server.counters().loginsRefused())
          .isBetween(1, PoolSettings.defaults().maxConnections());
      assertThat(server.counters().loginsAccepted())
          .isBetween(1, PoolSettings.defaults().maxConnections());
      assertThat(lab.events(ConnectorEvent.AccountRefused.class)).isEmpty();
    }
  }

  @Test
  void sixtyFourSenders_ofARefusedAccount_lockNobodyOut() throws Exception {
    try (MailConnector connector = connector(tokens)) {
      Set<String> replies = new HashSet<>();
      for (CompletableFuture<SendReceipt> send : sendAll(connector, 64)) {
        try {
          send.orTimeout(60, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
          replies.add(((LoginRefusedException) e.getCause()).reply().orElseThrow().text());
        }
      }

      assertThat(replies).containsExactly(NO);
      assertThat(logins()).isLessThanOrEqualTo(2 * PoolSettings.defaults().maxConnections());
      assertThat(lab.events(ConnectorEvent.MessageFailed.class)).hasSize(64);
      assertThat(lab.events(ConnectorEvent.AccountRefused.class)).hasSize(1);
    }
  }

  private static List<CompletableFuture<SendReceipt>> sendAll(MailConnector connector, int n) {
    List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      sends.add(Lab.async(() -> connector.send(Lab.message())));
    }
    return sends;
  }
}

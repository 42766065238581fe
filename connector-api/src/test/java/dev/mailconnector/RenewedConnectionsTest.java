package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent.CloseReason;
import dev.mailconnector.event.ConnectorEvent.ConnectionAwaited;
import dev.mailconnector.event.ConnectorEvent.ConnectionClosed;
import dev.mailconnector.event.ConnectorEvent.ConnectionFailed;
import dev.mailconnector.event.ConnectorEvent.ConnectionOpened;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TokenCheck;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sends through renewals and age limits: counted, not timed. */
class RenewedConnectionsTest {
  private static final PoolSettings POOL =
      PoolSettings.defaults()
          .withMaxConnections(2)
          .withIdleTimeout(Duration.ofHours(9))
          .withMaxAge(Duration.ofHours(9));

  /** Of the tokens' hour, with a draw of a half. */
  private static final Duration DUE = Duration.ofSeconds(51 * 60 + 45);

  private final Lab lab = new Lab();
  private final ManualScheduler scheduler =
      new ManualScheduler(SettableClock.at("2026-11-22T00:00:00Z"));
  private final TestLogin tokens =
      TestLogin.tokens("robot", generation -> "token-" + generation).aged(Duration.ZERO);
  private final ScriptedSmtpServer server =
      Lab.server(ServerTls.IMPLICIT)
          .mechanisms("XOAUTH2")
          .loginRequired(true)
          .tokens((user, token) -> TokenVerdict.accepted())
          .start();

  @AfterEach
  void close() {
    server.close();
  }

  /** Draws a half each time. */
  private static final class Half implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0x5555_5555_5555_5555L;
    }

    @Override
    public double nextDouble() {
      return 0.5;
    }
  }

  private MailConnector connector(PoolSettings pool) {
    return connector(pool, tokens);
  }

  private MailConnector connector(PoolSettings pool, CredentialProviderFactory login) {
    Account account = Lab.account(server, TlsMode.IMPLICIT).login(login).pool(pool).build();
    return lab.connector(account, scheduler, new Half());
  }

  @Test
  void renewals_belowTheCap_letNoSendWaitForALogin() throws Exception {
    try (MailConnector connector = connector(POOL)) {
      connector.warmUp();
      for (int renewal = 1; renewal <= 4; renewal++) {
        connector.send(Lab.message());
        lab.live(scheduler, DUE.minusSeconds(1));
        connector.send(Lab.message());
        tokens.renew();
        liveUntilReplaced(renewal);
        connector.send(Lab.message());
      }

      assertThat(lab.events(ConnectionAwaited.class)).isEmpty();
      assertThat(lab.events(ConnectionClosed.class))
          .hasSize(4)
          .allMatch(closed -> closed.reason() == CloseReason.CREDENTIAL);
      assertThat(server.counters().loginsAccepted()).isEqualTo(5);
      assertThat(server.messages()).hasSize(12);
    }
  }

  @Test
  void ageLimits_belowTheCap_letNoSendWaitForALogin() throws Exception {
    Duration age = Duration.ofMinutes(20);
    try (MailConnector connector = connector(POOL.withMaxAge(age))) {
      connector.warmUp();
      for (int limit = 1; limit <= 4; limit++) {
        lab.live(scheduler, Duration.ofMinutes(19).minusSeconds(1));
        connector.send(Lab.message());
        liveUntilReplaced(limit);
        connector.send(Lab.message());
      }

      assertThat(lab.events(ConnectionAwaited.class)).isEmpty();
      assertThat(lab.events(ConnectionClosed.class))
          .hasSize(4)
          .allMatch(closed -> closed.reason() == CloseReason.AGE);
    }
  }

  @Test
  void tokenThatIsNotRenewed_isUsedToItsEnd_andTheNextSendIsToldToWait() throws Exception {
    try (MailConnector connector = connector(POOL)) {
      connector.warmUp();
      lab.live(scheduler, Duration.ofMinutes(59));
      connector.send(Lab.message());
      assertThat(lab.events(ConnectionAwaited.class)).isEmpty();
      lab.live(scheduler, Duration.ofMinutes(2));

      SendReceipt receipt = connector.send(Lab.message());

      assertThat(lab.events(ConnectionAwaited.class))
          .singleElement()
          .satisfies(
              awaited -> {
                assertThat(awaited.account()).isEqualTo("robot");
                assertThat(awaited.connection()).isEqualTo(receipt.connection());
              });
    }
  }

  @Test
  void firstSend_withoutWarmUp_isToldToWait() throws Exception {
    try (MailConnector connector = connector(POOL)) {
      connector.send(Lab.message());
      connector.send(Lab.message());

      assertThat(lab.events(ConnectionAwaited.class)).hasSize(1);
    }
  }

  @Test
  void successorThatIsRefused_leavesTheOldOneToItsEnd() throws Exception {
    try (MailConnector connector = connector(POOL)) {
      connector.warmUp();
      SendReceipt before = connector.send(Lab.message());
      tokens.renew();
      server.tokens(TokenCheck.refusingAll("535 5.7.8 Error: authentication failed"));
      scheduler.advance(DUE.plusSeconds(1));
      Lab.until(() -> server.counters().loginsRefused() > 0);

      SendReceipt after = connector.send(Lab.message());

      assertThat(after.connection()).isEqualTo(before.connection());
      assertThat(lab.events(ConnectionClosed.class)).isEmpty();
    }
  }

  @Test
  void providerThatTellsOfItsTokens_isNotAskedWhetherThereIsANewOne() throws Exception {
    AtomicReference<ProviderContext> ear = new AtomicReference<>();
    try (MailConnector connector =
        connector(
            POOL,
            context -> {
              ear.set(context);
              return tokens.create(context);
            })) {
      ear.get().publish(renewed(1));
      connector.warmUp();
      lab.live(scheduler, DUE.minusSeconds(1));
      tokens.renew();
      ear.get().publish(renewed(2));
      liveUntilReplaced(1);

      assertThat(tokens.asked).as("for the two logins").hasValue(2);
    }
  }

  private TokenRenewed renewed(long generation) {
    Instant now = scheduler.clock().instant();
    return new TokenRenewed("robot", now, generation, now, now, Duration.ZERO);
  }

  @Test
  void waitForAToken_inTheBackground_isNoWaitOfASend() throws Exception {
    try (MailConnector connector =
        connector(POOL, context -> new Waiting(tokens.create(context), context))) {
      connector.warmUp();
      assertThat(lab.events(TokenWaited.class)).hasSize(1);
      tokens.renew();
      lab.live(scheduler, DUE.minusSeconds(1));
      liveUntilReplaced(1);

      assertThat(tokens.asked.get()).isGreaterThan(2);
      assertThat(lab.events(TokenWaited.class)).hasSize(1);
    }
  }

  /** Tells whenever it is asked that somebody waited. */
  private record Waiting(CredentialProvider provider, ProviderContext context)
      implements CredentialProvider {
    @Override
    public String identity() {
      return provider.identity();
    }

    @Override
    public Credential current() {
      Instant now = context.clock().instant();
      context.publish(new TokenWaited("robot", now, WaitReason.OUTAGE, Duration.ZERO));
      return provider.current();
    }

    @Override
    public void close() {
      provider.close();
    }
  }

  @Test
  void keptWarm_isOpenedByWarmUpAndAgainAfterAFault() throws Exception {
    try (MailConnector connector = connector(POOL.withKeepWarm(2))) {
      connector.warmUp();
      assertThat(server.counters().connectionsOpen()).isEqualTo(2);
      server.on(Trigger.contentEnd().nth(1), SmtpFault.closeAfterDot());
      Lab.failure(() -> connector.send(Lab.message()));

      lab.live(scheduler, Duration.ofSeconds(2));

      assertThat(lab.events(ConnectionOpened.class)).hasSize(3);
      assertThat(lab.events(ConnectionAwaited.class)).isEmpty();
    }
  }

  @Test
  void successorThatIsNotGreeted_isGivenUpAfterHalfAMinute() throws Exception {
    Account account =
        Lab.account(server, TlsMode.IMPLICIT)
            .timeouts(Timeouts.defaults())
            .login(tokens)
            .pool(POOL)
            .build();
    try (MailConnector connector = lab.connector(account, scheduler, new Half())) {
      connector.warmUp();
      server.on(Trigger.connect(), SmtpFault.stall());
      tokens.renew();
      scheduler.advance(DUE.plusMillis(10));
      server.await(counters -> counters.connectionsTotal() == 2, Duration.ofSeconds(30));

      // Not as far as the next try, which a second later would begin.
      scheduler.advance(Duration.ofMillis(30_500));

      server.await(counters -> counters.connectionsOpen() == 1, Duration.ofSeconds(30));
      Lab.until(() -> lab.events(ConnectionFailed.class).size() == 1);
    }
  }

  @Test
  void closeWhileASuccessorIsGreeted_waitsForNobody() throws Exception {
    MailConnector connector = connector(POOL);
    connector.warmUp();
    server.on(Trigger.connect(), SmtpFault.stall());
    tokens.renew();
    scheduler.advance(DUE.plusSeconds(1));
    server.await(counters -> counters.connectionsTotal() == 2, Duration.ofSeconds(30));

    connector.close();

    server.await(counters -> counters.connectionsOpen() == 0, Duration.ofSeconds(30));
    assertThat(lab.events(ConnectionFailed.class)).isEmpty();
    Lab.until(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("mailconnector-opener")));
  }

  /** No further: what is due next depends on when this was done. */
  private void liveUntilReplaced(int times) {
    lab.live(
        scheduler, Duration.ofSeconds(2), () -> lab.events(ConnectionClosed.class).size() == times);
    server.await(counters -> counters.connectionsOpen() == 1, Duration.ofSeconds(30));
  }
}

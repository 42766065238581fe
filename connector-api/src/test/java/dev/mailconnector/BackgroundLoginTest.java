package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent.AccountRefused;
import dev.mailconnector.event.ConnectorEvent.ConnectionClosed;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Logins that nobody waits for, with a password that is wrong: a directory counts failed logins and
 * locks the account out, so there is one, and then none but the sends' probes.
 */
class BackgroundLoginTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(32);
  private static final PoolSettings WARM =
      PoolSettings.defaults()
          .withMaxConnections(5)
          .withKeepWarm(3)
          .withMaxAge(Duration.ofHours(1))
          .withIdleTimeout(Duration.ofHours(9));

  private final Lab lab = new Lab();
  private final ManualScheduler scheduler =
      new ManualScheduler(SettableClock.at("2026-11-22T00:00:00Z"));
  private final TestLogin password = TestLogin.password("robot", "geheim");
  private final ScriptedSmtpServer server =
      Lab.server(ServerTls.IMPLICIT)
          .mechanisms("PLAIN")
          .loginRequired(true)
          .password("robot", "geheim")
          .start();

  @AfterEach
  void close() {
    server.close();
  }

  private MailConnector connector(PoolSettings pool) {
    Account account = Lab.account(server, TlsMode.IMPLICIT).login(password).pool(pool).build();
    return lab.connector(account, scheduler, new Random(1));
  }

  @Test
  void warmUp_withAWrongPassword_failsToLogInOnce() {
    server.password("robot", "another");
    try (MailConnector connector = connector(WARM)) {
      assertThat(Lab.failure(connector::warmUp)).isInstanceOf(LoginRefusedException.class);
      live(TEN_MINUTES);

      assertThat(server.counters().loginsRefused()).isEqualTo(1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void firstSend_withAWrongPassword_failsToLogInOnce() {
    server.password("robot", "another");
    try (MailConnector connector = connector(WARM)) {
      Lab.failure(() -> connector.send(Lab.message()));
      live(TEN_MINUTES);

      assertThat(server.counters().loginsRefused()).isEqualTo(1);
    }
  }

  @Test
  void keptWarm_whenThePasswordWasChanged_failsToLogInOnce_andOncePerProbe() throws Exception {
    try (MailConnector connector = connector(WARM)) {
      connector.warmUp();
      server.password("robot", "another");
      breakOne(connector);

      live(Duration.ofSeconds(2));
      assertThat(lab.events(AccountRefused.class)).hasSize(1);
      breakOne(connector);
      live(TEN_MINUTES);
      assertThat(server.counters().loginsRefused()).isEqualTo(1);

      breakOne(connector);
      assertThat(Lab.failure(() -> connector.send(Lab.message())))
          .isInstanceOf(LoginRefusedException.class);
      live(HALF_AN_HOUR);
      assertThat(server.counters().loginsRefused()).as("the send's probe").isEqualTo(2);

      server.password("robot", "geheim");
      connector.send(Lab.message());
      lab.live(scheduler, Duration.ofMinutes(2), () -> server.counters().loginsAccepted() == 6);
    }
  }

  @Test
  void successors_whenThePasswordWasChanged_failToLogInOnce() throws Exception {
    try (MailConnector connector = connector(WARM)) {
      connector.warmUp();
      server.password("robot", "another");

      live(Duration.ofHours(1));
      assertThat(lab.events(AccountRefused.class)).hasSize(1);
      live(Duration.ofMinutes(61));

      assertThat(server.counters().loginsRefused()).isEqualTo(1);
      assertThat(lab.events(ConnectionClosed.class)).hasSize(3);
    }
  }

  private void breakOne(MailConnector connector) {
    server.on(Trigger.contentEnd().nth(1), SmtpFault.closeBefore());
    Lab.failure(() -> connector.send(Lab.message()));
  }

  private void live(Duration duration) {
    lab.live(scheduler, duration);
  }
}

package dev.mailconnector.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Envelope;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.event.ConnectorEvent.MessageSent;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.reply.SmtpReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoStatisticsTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final AccountStatistics robot = new AccountStatistics("robot", "a token");
  private final DemoStatistics statistics = new DemoStatistics(List.of(robot));

  @Test
  void firstToken_ofAnAccount_isNoRenewal() {
    renewed(0, 1);
    assertThat(statistics.renewals()).isZero();

    renewed(7000, 2);
    assertThat(statistics.renewals()).isEqualTo(1);
    assertThat(robot.renewals()).isEqualTo(1);
  }

  @Test
  void waitForAToken_beforeTheSendsBegin_isNotCounted() {
    statistics.on(new TokenWaited("robot", at(0), WaitReason.FIRST, Duration.ofMillis(5)));
    statistics.begin();
    assertThat(statistics.waited()).isZero();

    statistics.on(new TokenWaited("robot", at(1), WaitReason.OUTAGE, Duration.ofMillis(5)));
    assertThat(statistics.waited()).isEqualTo(1);
  }

  @Test
  void send_whileATokenReplacesAnother_countsAsNearTheRenewal() {
    renewed(0, 1);
    statistics.begin();
    sent(2000);
    assertThat(statistics.nearRenewal().count()).isZero();

    statistics.on(new TokenRequested("robot", at(7000)));
    sent(7010);
    renewed(7020, 2);
    sent(10_900);
    assertThat(statistics.nearRenewal().count()).isEqualTo(2);

    sent(11_100);
    assertThat(statistics.nearRenewal().count()).isEqualTo(2);
    assertThat(statistics.otherwise().count()).isEqualTo(2);
  }

  @Test
  void send_beforeTheJvmIsWarm_isInNoLatency() {
    renewed(0, 1);
    statistics.begin();
    sent(1900);

    assertThat(statistics.otherwise().count()).isZero();
  }

  @Test
  void time_ofTheView_isThatOfTheLatestEvent() {
    renewed(0, 1);
    statistics.begin();
    sent(2500);
    sent(2400);

    assertThat(statistics.elapsed()).isEqualTo(Duration.ofMillis(2500));
    assertThat(statistics.tokenAge(robot)).isEqualTo(Duration.ofMillis(2500));
  }

  private void renewed(long millis, long generation) {
    statistics.on(
        new TokenRenewed(
            "robot", at(millis), generation, at(millis + 10_000), at(millis), Duration.ZERO));
  }

  private void sent(long millis) {
    statistics.on(
        new MessageSent(
            "robot",
            at(millis),
            "id",
            Map.of(),
            "robot@example.com",
            Envelope.of("robot@example.com", "ann@example.com"),
            List.of(),
            "1",
            SmtpReply.of(250, List.of("OK")),
            SendReceipt.Dsn.NOT_WANTED,
            Duration.ofMillis(3)));
  }

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }
}

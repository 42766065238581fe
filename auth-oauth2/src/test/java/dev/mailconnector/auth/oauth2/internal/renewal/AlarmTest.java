package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.internal.renewal.Alarm.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private final HandTime time = new HandTime();
  private final long start = time.ticker.nanos();
  private final List<Duration> rings = new ArrayList<>();
  private final Alarm alarm =
      new Alarm(
          time.scheduler,
          time.ticker,
          () -> rings.add(Duration.ofNanos(time.ticker.nanos() - start)));

  private long in(int seconds) {
    return start + Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void setting_laterOne_replacesTheTimer() {
    alarm.set(Setting.at(1, in(10)));
    alarm.set(Setting.at(2, in(20)));
    time.advance(Duration.ofMinutes(1));

    assertThat(rings).containsExactly(Duration.ofSeconds(20));
  }

  @Test
  void settings_outOfOrder_leaveTheOneOfTheHighestVersion() {
    alarm.set(Setting.at(3, in(10)));
    alarm.set(Setting.at(2, in(20)));
    alarm.set(Setting.off(1));
    time.advance(Duration.ofMinutes(1));

    assertThat(rings).containsExactly(Duration.ofSeconds(10));
  }

  @Test
  void off_whileATimerRuns_stopsIt() {
    alarm.set(Setting.at(1, in(10)));
    alarm.set(Setting.off(2));

    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void moment_thatHasPassed_ringsAtOnce() {
    time.advance(Duration.ofSeconds(30));
    alarm.set(Setting.at(1, in(10)));
    time.advance(Duration.ZERO);

    assertThat(rings).containsExactly(Duration.ofSeconds(30));
  }
}

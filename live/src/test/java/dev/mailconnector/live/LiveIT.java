package dev.mailconnector.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The suite against the accounts that the environment names; see {@code docs/live.md}. */
class LiveIT {
  @Test
  void everyFlow_atTheUsersOwnAccounts() throws Exception {
    Path report = Path.of("target", "live-report.md");
    long failed =
        new LiveRun(new Variables(System.getenv()), null, report, System.out).run(LocalDate.now());
    assertThat(failed).as("flows that failed, all told in live/%s", report).isZero();
  }
}

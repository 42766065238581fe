package dev.mailconnector.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoResultTest {

  @Test
  void run_thatKeptEveryPromise_isComplete() {
    assertThat(result(10, 10, 0, 0, 0).isComplete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 9, 0, 0, 0, not every message arrived once",
    "10, 11, 0, 0, 0, not every message arrived once",
    "10, 10, 1, 0, 0, not every message arrived once",
    "10, 10, 0, 1, 0, a login was refused",
    "10, 10, 0, 0, 1, a send waited for a token"
  })
  void run_thatBrokeOnePromise_isNotCompleteAndSaysWhich(
      long sent, long delivered, long failed, long refused, long waited, String broken) {
    DemoResult result = result(sent, delivered, failed, refused, waited);

    assertThat(result.isComplete()).isFalse();
    assertThat(result.broken()).containsExactly(broken);
  }

  private static DemoResult result(
      long sent, long delivered, long failed, long refused, long waited) {
    return new DemoResult(sent, delivered, failed, refused, 4, 8, waited, Map.of());
  }
}

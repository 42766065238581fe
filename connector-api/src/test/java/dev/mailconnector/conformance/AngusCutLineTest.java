package dev.mailconnector.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Lab;
import dev.mailconnector.conformance.ToyServer.Cut;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The line of {@link CutLineTest} under Angus Mail as it comes: what it calls sent is there once,
 * and what it calls failed may be there too.
 */
class AngusCutLineTest {
  private static final int NEVER = Integer.MAX_VALUE;

  @ParameterizedTest(name = "reset: {0}, in the middle of what the server says: {1}")
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void line_cutAtEveryByte_deliversOnceAtMost_andFailedIsNoFact(boolean reset, boolean ownWords)
      throws Exception {
    try (ToyServer server = new ToyServer()) {
      int last = bytesOfAMessage(server, ownWords);
      int failedButDelivered = 0;
      for (int bytes = 0; bytes <= last; bytes++) {
        server.forget();
        server.cut(
            ownWords ? new Cut(NEVER, bytes, reset, false) : new Cut(bytes, NEVER, reset, reset));
        String told = send(server);

        int met = bytes + 1;
        Lab.until(() -> server.cutsMet() == met);
        int copies = server.kept().size();
        String where = "after " + bytes + " bytes: " + told;
        if (told.equals(Observation.SENT)) {
          assertThat(copies).as(where).isEqualTo(1);
        } else {
          assertThat(told).as(where).isEqualTo(AngusTrial.FAILED);
          assertThat(copies).as(where).isLessThanOrEqualTo(1);
          failedButDelivered += copies;
        }
      }
      if (reset || ownWords) {
        assertThat(failedButDelivered).isPositive();
      }
    }
  }

  private static int bytesOfAMessage(ToyServer server, boolean said) throws Exception {
    server.cut(new Cut(NEVER, NEVER, false, false));
    try (AngusTrial trial = trial(server)) {
      assertThat(trial.send()).isEqualTo(Observation.SENT);
      return said ? server.bytesSaid() : server.bytesHeard();
    }
  }

  private static String send(ToyServer server) throws Exception {
    try (AngusTrial trial = trial(server)) {
      return trial.send();
    }
  }

  private static AngusTrial trial(ToyServer server) throws Exception {
    return new AngusTrial(Behaviour.of("a cut"), server.port());
  }
}

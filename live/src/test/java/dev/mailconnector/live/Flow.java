package dev.mailconnector.live;

import dev.mailconnector.live.FlowResult.Outcome;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One thing to find out. */
final class Flow {

  /** Finds it out. */
  @FunctionalInterface
  interface Steps {
    /**
     * Runs the flow.
     *
     * @param said takes what was seen
     * @return whether it went as the library expects
     */
    boolean run(List<String> said) throws Exception;
  }

  private Flow() {}

  /** Runs one; whatever it throws is a result too. */
  static FlowResult run(String name, Ticker ticker, Steps steps) {
    List<String> said = new ArrayList<>();
    long begin = ticker.nanos();
    boolean good;
    try {
      good = steps.run(said);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      good = false;
      said.add("interrupted");
    } catch (Exception failure) {
      good = false;
      said.add(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
    Duration took = Duration.ofNanos(ticker.nanos() - begin);
    return new FlowResult(name, good ? Outcome.PASSED : Outcome.FAILED, took, said);
  }
}

package dev.mailconnector.live;

import java.time.Duration;
import java.util.List;

/**
 * What came of one flow.
 *
 * @param flow its name
 * @param outcome whether it went as the library expects
 * @param took how long, zero if it was not run
 * @param said what was seen, in order; not redacted yet
 */
record FlowResult(String flow, Outcome outcome, Duration took, List<String> said) {

  /** Whether it went as the library expects. */
  enum Outcome {
    PASSED,
    FAILED,
    /** It was not run: a variable, or an offer of the server, is missing. */
    NOT_SET_UP
  }

  FlowResult {
    said = List.copyOf(said);
  }

  static FlowResult notSetUp(String flow, String why) {
    return new FlowResult(flow, Outcome.NOT_SET_UP, Duration.ZERO, List.of(why));
  }
}

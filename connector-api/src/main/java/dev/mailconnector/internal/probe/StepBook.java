package dev.mailconnector.internal.probe;

import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.probe.ProbeListener;
import dev.mailconnector.probe.ProbeStep;
import dev.mailconnector.probe.ProbeStep.Kind;
import dev.mailconnector.probe.ProbeStep.Result;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The steps that are to be gone, and what came of those that were. Not thread-safe. */
final class StepBook {
  /** What could draw on a terminal: a server may send anything. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private final Ticker ticker;
  private final ProbeListener listener;
  private final Deque<Kind> ahead;
  private final List<ProbeStep> gone = new ArrayList<>();
  private long since;

  StepBook(Ticker ticker, ProbeListener listener, Collection<Kind> plan) {
    this.ticker = ticker;
    this.listener = listener;
    this.ahead = new ArrayDeque<>(plan);
    this.since = ticker.nanos();
  }

  /** Whether this step is still to be gone. */
  boolean isAhead(Kind kind) {
    return ahead.contains(kind);
  }

  /** It went well, but for what was found. */
  void passed(Kind kind, String summary, List<String> details, List<ProbeFinding> findings) {
    end(kind, findings.isEmpty() ? Result.PASSED : Result.WARNING, summary, details, findings);
  }

  /** It failed; the first of the findings says why. */
  void failed(Kind kind, String summary, List<String> details, List<ProbeFinding> findings) {
    end(kind, Result.FAILED, summary, details, findings);
  }

  /** It is not gone. */
  void skipped(Kind kind, String why) {
    end(kind, Result.SKIPPED, why, List.of(), List.of());
  }

  /** None of those behind the step that failed is gone. */
  void skipRest() {
    String failed =
        gone.stream()
            .filter(step -> step.result() == Result.FAILED)
            .map(step -> step.kind().label())
            .collect(Collectors.joining());
    List.copyOf(ahead).forEach(kind -> skipped(kind, "not reached: " + failed + " failed"));
  }

  List<ProbeStep> steps() {
    return List.copyOf(gone);
  }

  /** All that was found so far. */
  List<ProbeFinding> findings() {
    return gone.stream().flatMap(step -> step.findings().stream()).toList();
  }

  private void end(
      Kind kind, Result result, String summary, List<String> details, List<ProbeFinding> findings) {
    if (!ahead.remove(kind)) {
      return;
    }
    long now = ticker.nanos();
    Duration took = Duration.ofNanos(result == Result.SKIPPED ? 0 : now - since);
    List<String> clean = details.stream().map(StepBook::clean).toList();
    ProbeStep step = new ProbeStep(kind, result, took, clean(summary), clean, findings);
    gone.add(step);
    listener.ended(step);
    since = ticker.nanos();
  }

  private static String clean(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}

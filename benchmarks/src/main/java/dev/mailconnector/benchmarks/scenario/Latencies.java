package dev.mailconnector.benchmarks.scenario;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long sends took. Thread-safe. */
final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;

  private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();

  private record Sample(long began, long nanos) {}

  void add(long began, long nanos) {
    samples.add(new Sample(began, nanos));
  }

  int count() {
    return samples.size();
  }

  /** Those that began within so long of one of these moments, or those that did not. */
  Latencies near(Collection<Long> moments, long nanos, boolean wanted) {
    Latencies some = new Latencies();
    samples.stream()
        .filter(
            sample ->
                wanted == moments.stream().anyMatch(m -> Math.abs(m - sample.began()) < nanos))
        .forEach(some.samples::add);
    return some;
  }

  /** Median, 99th percentile and maximum as three cells of a table, in milliseconds. */
  String cells() {
    List<Long> sorted = samples.stream().map(Sample::nanos).sorted().toList();
    if (sorted.isEmpty()) {
      return "- | - | -";
    }
    int last = sorted.size() - 1;
    return String.format(
        Locale.ROOT,
        "%.1f | %.1f | %.1f",
        sorted.get(last / 2) / NANOS_PER_MILLI,
        sorted.get((int) (last * 0.99)) / NANOS_PER_MILLI,
        sorted.get(last) / NANOS_PER_MILLI);
  }
}

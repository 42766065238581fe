package dev.mailconnector.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long sends took. Thread-safe. */
final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;

  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

  void add(long sendNanos) {
    nanos.add(sendNanos);
  }

  int count() {
    return nanos.size();
  }

  /** Median, 99th percentile and maximum as three cells of a table, in milliseconds. */
  String cells() {
    List<Long> sorted = new ArrayList<>(nanos);
    sorted.sort(null);
    int last = sorted.size() - 1;
    return String.format(
        Locale.ROOT,
        "%.1f | %.1f | %.1f",
        sorted.get(last / 2) / NANOS_PER_MILLI,
        sorted.get((int) (last * 0.99)) / NANOS_PER_MILLI,
        sorted.get(last) / NANOS_PER_MILLI);
  }
}

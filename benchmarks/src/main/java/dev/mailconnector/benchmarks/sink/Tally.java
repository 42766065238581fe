package dev.mailconnector.benchmarks.sink;

import java.util.concurrent.atomic.LongAdder;

/** The counters of a sink. Thread-safe. */
final class Tally {
  final LongAdder connections = new LongAdder();
  final LongAdder messages = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder turns = new LongAdder();
  final LongAdder errors = new LongAdder();

  SinkCounts now() {
    return new SinkCounts(
        connections.sum(), messages.sum(), bytes.sum(), turns.sum(), errors.sum());
  }
}

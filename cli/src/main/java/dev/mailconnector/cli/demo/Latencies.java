package dev.mailconnector.cli.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of durations in bounded memory: eight buckets per power of two of microseconds, so a
 * percentile is at most an eighth too high. Thread-safe.
 */
final class Latencies {
  private static final int PER_OCTAVE = 8;
  private static final int OCTAVES = 40;

  private final AtomicLongArray buckets = new AtomicLongArray(PER_OCTAVE * OCTAVES);

  void add(Duration took) {
    buckets.incrementAndGet(bucket(took.toNanos() / 1000));
  }

  long count() {
    long count = 0;
    for (int i = 0; i < buckets.length(); i++) {
      count += buckets.get(i);
    }
    return count;
  }

  /**
   * The upper edge, in milliseconds, of the bucket that holds this percentile; 0 without values.
   */
  double percentile(double percent) {
    long wanted = (long) Math.ceil(count() * percent / 100);
    long seen = 0;
    for (int i = 0; i < buckets.length() && wanted > 0; i++) {
      seen += buckets.get(i);
      if (seen >= wanted) {
        return upperEdge(i) / 1000.0;
      }
    }
    return 0;
  }

  private static int bucket(long micros) {
    if (micros < PER_OCTAVE) {
      return (int) Math.max(0, micros);
    }
    int octave = 63 - Long.numberOfLeadingZeros(micros);
    int within = (int) (micros >> (octave - 3)) - PER_OCTAVE;
    return Math.min((octave - 2) * PER_OCTAVE + within, PER_OCTAVE * OCTAVES - 1);
  }

  private static long upperEdge(int bucket) {
    if (bucket < PER_OCTAVE) {
      return bucket + 1L;
    }
    int octave = bucket / PER_OCTAVE + 2;
    return (long) (bucket % PER_OCTAVE + PER_OCTAVE + 1) << (octave - 3);
  }
}

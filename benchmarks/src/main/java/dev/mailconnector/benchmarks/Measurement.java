package dev.mailconnector.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one trial measured; NaN for what could not be.
 *
 * @param perSecond messages accepted per second, all connections together
 * @param roundTrips how often a message had to wait for the server, connecting included
 * @param millis median time of a message, from the call to its return
 * @param cpuMicros processor time of the sender's threads per message
 * @param kilobytes allocated by the sender's threads per message
 */
record Measurement(
    double perSecond, double roundTrips, double millis, double cpuMicros, double kilobytes) {

  /** Where nothing could be measured. */
  static final Measurement NONE =
      new Measurement(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** The median of each value by itself. */
  static Measurement median(List<Measurement> rounds) {
    return new Measurement(
        median(rounds, Measurement::perSecond),
        median(rounds, Measurement::roundTrips),
        median(rounds, Measurement::millis),
        median(rounds, Measurement::cpuMicros),
        median(rounds, Measurement::kilobytes));
  }

  private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> value) {
    return median(rounds.stream().mapToDouble(value).toArray());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

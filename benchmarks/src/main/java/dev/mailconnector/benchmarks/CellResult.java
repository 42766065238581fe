package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All rounds of a cell, by sender. Not thread-safe. */
final class CellResult {
  private final Cell cell;
  private final Peer base;
  private final Map<Peer, List<Measurement>> rounds = new LinkedHashMap<>();
  private final Map<Peer, String> failures = new LinkedHashMap<>();

  /**
   * Starts one.
   *
   * @param base the sender that the others are compared with
   */
  CellResult(Cell cell, Peer base) {
    this.cell = cell;
    this.base = base;
  }

  Cell cell() {
    return cell;
  }

  void add(Peer peer, Measurement measurement) {
    rounds.computeIfAbsent(peer, p -> new ArrayList<>()).add(measurement);
  }

  void fail(Peer peer, String reason) {
    failures.put(peer, reason);
  }

  boolean isMeasured() {
    return !rounds.isEmpty();
  }

  /** How many rounds there have been. */
  int rounds() {
    return rounds.values().stream().mapToInt(List::size).max().orElse(0);
  }

  Map<Peer, String> failures() {
    return failures;
  }

  /** The medians of a sender, or null if one of its trials failed. */
  @Nullable Measurement median(Peer peer) {
    List<Measurement> own = rounds.get(peer);
    return own == null || failures.containsKey(peer) ? null : Measurement.median(own);
  }

  /**
   * The median of the ratios that each round gives; NaN if there is none. Sender and base are
   * compared within a round, since a busy machine is another one a minute later.
   */
  double ratio(Peer peer) {
    List<Measurement> own = rounds.get(peer);
    List<Measurement> others = rounds.get(base);
    if (own == null || others == null || failures.containsKey(peer) || failures.containsKey(base)) {
      return Double.NaN;
    }
    double[] ratios = new double[own.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = own.get(i).perSecond() / others.get(i).perSecond();
    }
    return Measurement.median(ratios);
  }
}

package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.AngusPeer;
import dev.mailconnector.benchmarks.peer.BulkPeer;
import dev.mailconnector.benchmarks.peer.MailConnectorPeer;
import dev.mailconnector.benchmarks.peer.Peer;
import java.util.List;
import java.util.Locale;

/** What Mail Connector is meant to reach, beside what it reached. */
final class Targets {
  private static final Peer MESSAGES = MailConnectorPeer.MESSAGES;
  private static final Peer BYTES = MailConnectorPeer.BYTES;
  private static final Peer PIPELINED = MailConnectorPeer.PIPELINED;
  private static final Cell SMALL = new Cell(0, true, false, 4, 1);
  private static final Cell LARGE = new Cell(0, true, true, 4, 1);
  private static final Cell FAR = new Cell(40, true, false, 1, 1);
  private static final Cell FAR_BY_FOUR = new Cell(40, true, false, 4, 1);
  private static final Cell FAR_BY_SIXTEEN = new Cell(40, true, false, 16, 1);
  private static final Cell MANY = new Cell(10, true, false, 4, 10);
  private static final int WINDOW = 16;
  private static final double MICROS_PER_MILLI = 1000;

  private final List<CellResult> results;

  Targets(List<CellResult> results) {
    this.results = results;
  }

  String table() {
    return """
    | | target | measured | |
    |---|--:|--:|---|
    """
        + ratio(SMALL, MESSAGES, AngusPeer.REUSED, 2.5)
        + ratio(SMALL, BYTES, AngusPeer.REUSED, 10)
        + ratio(LARGE, MESSAGES, AngusPeer.NO_DELAY, 2)
        + ratio(LARGE, BYTES, AngusPeer.NO_DELAY, 6)
        + far(MESSAGES, 3.9)
        + far(BulkPeer.MESSAGES, 60)
        + roundTrips(FAR, MESSAGES, 1.05)
        + roundTrips(MANY, MESSAGES, 1.05)
        + roundTrips(FAR, PIPELINED, 2.05)
        + roundTrips(MANY, PIPELINED, 2.05)
        + roundTrips(FAR, BulkPeer.PIPELINED, 1.05)
        + roundTrips(FAR, BulkPeer.MESSAGES, 1.05 / WINDOW)
        + roundTrips(FAR, BulkPeer.BYTES, 1.05 / WINDOW)
        + processor(MESSAGES, 0.06)
        + processor(BYTES, 0.02);
  }

  /** With any number of connections that was measured: the short run has one only. */
  private String far(Peer ours, double target) {
    StringBuilder rows = new StringBuilder(ratio(FAR, ours, AngusPeer.REUSED, target));
    for (Cell cell : List.of(FAR_BY_FOUR, FAR_BY_SIXTEEN)) {
      if (results.stream().anyMatch(result -> result.cell().equals(cell))) {
        rows.append(ratio(cell, ours, AngusPeer.REUSED, target));
      }
    }
    return rows.toString();
  }

  private String ratio(Cell cell, Peer ours, Peer other, double target) {
    double measured =
        results.stream()
            .filter(result -> result.cell().equals(cell))
            .mapToDouble(result -> result.ratio(ours) / result.ratio(other))
            .findFirst()
            .orElse(Double.NaN);
    String name = "at least, msg/s of " + ours.title() + " to " + other.title() + ": " + cell;
    return row(name, target, measured, measured >= target);
  }

  private String roundTrips(Cell cell, Peer peer, double target) {
    double measured = median(cell, peer).roundTrips();
    return row(
        "at most, round trips a message of " + peer.title() + ": " + cell,
        target,
        measured,
        measured <= target);
  }

  private String processor(Peer peer, double target) {
    double measured = median(SMALL, peer).cpuMicros() / MICROS_PER_MILLI;
    String name = "at most, CPU s per 1,000 messages of " + peer.title() + ": " + SMALL;
    return row(name, target, measured, measured <= target);
  }

  private Measurement median(Cell cell, Peer peer) {
    for (CellResult result : results) {
      Measurement median = result.cell().equals(cell) ? result.median(peer) : null;
      if (median != null) {
        return median;
      }
    }
    return Measurement.NONE;
  }

  private static String row(String name, double target, double measured, boolean reached) {
    String verdict = Double.isNaN(measured) ? "not measured" : reached ? "reached" : "missed";
    return String.format(
        Locale.ROOT, "| %s | %.3g | %.3g | %s |\n", name, target, measured, verdict);
  }
}

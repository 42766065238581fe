package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.Letter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One situation in which all senders are measured.
 *
 * @param roundTrip milliseconds by which each batch of replies is held back
 * @param tls whether TLS is spoken (from the first byte) and a login done
 * @param large whether the message has 100 KB, else 2 KB
 * @param connections how many connections, and sending threads
 * @param recipients how many recipients a message has
 */
record Cell(int roundTrip, boolean tls, boolean large, int connections, int recipients) {
  private static final int BASE_MILLIS = 350;
  private static final int MILLIS_PER_ROUND_TRIP = 8;

  /** Those of the short run. */
  static List<Cell> few() {
    return List.of(
        new Cell(0, true, false, 4, 1),
        new Cell(0, true, true, 4, 1),
        new Cell(10, true, false, 4, 10),
        new Cell(40, true, false, 1, 1));
  }

  /** Those of the long run. */
  static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    for (int roundTrip : List.of(0, 10, 40)) {
      for (boolean tls : List.of(false, true)) {
        for (int connections : List.of(1, 4, 16)) {
          cells.add(new Cell(roundTrip, tls, false, connections, 1));
          cells.add(new Cell(roundTrip, tls, true, connections, 1));
          cells.add(new Cell(roundTrip, tls, false, connections, 10));
        }
      }
    }
    return cells;
  }

  Letter letter() {
    return large ? Letter.large(recipients) : Letter.small(recipients);
  }

  Duration delay() {
    return Duration.ofMillis(roundTrip);
  }

  /** How long one measurement takes. */
  Duration duration() {
    return Duration.ofMillis(BASE_MILLIS + MILLIS_PER_ROUND_TRIP * roundTrip);
  }

  @Override
  public String toString() {
    return "RTT %d ms, %s, %s, %d connection%s, %d recipient%s"
        .formatted(
            roundTrip,
            tls ? "TLS" : "plain",
            large ? "100 KB" : "2 KB",
            connections,
            connections == 1 ? "" : "s",
            recipients,
            recipients == 1 ? "" : "s");
  }
}

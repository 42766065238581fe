package dev.mailconnector.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How much is measured, and for how long. */
enum Plan {
  /** A few situations, two or three minutes. */
  SHORT("short", 350, 16, 3, 3, Duration.ofMinutes(10)) {
    @Override
    List<Cell> cells() {
      return List.of(
          new Cell(0, true, false, 4, 1),
          new Cell(0, true, true, 4, 1),
          new Cell(10, true, false, 4, 10),
          new Cell(40, true, false, 1, 1));
    }
  },
  /** Every situation, about a quarter of an hour. */
  LONG("long", 160, 5, 3, 1, Duration.ofMinutes(12)) {
    @Override
    List<Cell> cells() {
      List<Cell> cells = new ArrayList<>();
      for (int roundTrip : List.of(0, 10, 40)) {
        for (boolean tls : List.of(true, false)) {
          for (int connections : List.of(1, 4, 16)) {
            for (int recipients : List.of(1, 10)) {
              cells.add(new Cell(roundTrip, tls, false, connections, recipients));
              cells.add(new Cell(roundTrip, tls, true, connections, recipients));
            }
          }
        }
      }
      return cells;
    }
  };

  private final String title;
  private final int baseMillis;
  private final int millisPerRoundTrip;
  private final int rounds;
  private final int roundsWithDelay;
  private final Duration time;

  Plan(
      String title,
      int baseMillis,
      int millisPerRoundTrip,
      int rounds,
      int roundsWithDelay,
      Duration time) {
    this.title = title;
    this.baseMillis = baseMillis;
    this.millisPerRoundTrip = millisPerRoundTrip;
    this.rounds = rounds;
    this.roundsWithDelay = roundsWithDelay;
    this.time = time;
  }

  abstract List<Cell> cells();

  /** The name of its files, without the ending. */
  String title() {
    return title;
  }

  /** How long one measurement takes. */
  Duration duration(Cell cell) {
    return Duration.ofMillis(baseMillis + (long) millisPerRoundTrip * cell.roundTrip());
  }

  /** How often each sender is measured, where time allows. */
  int rounds(Cell cell) {
    return cell.roundTrip() == 0 ? rounds : roundsWithDelay;
  }

  /** The most of them. */
  int rounds() {
    return Math.max(rounds, roundsWithDelay);
  }

  /** No round but the first begins after this. */
  Duration time() {
    return time;
  }
}

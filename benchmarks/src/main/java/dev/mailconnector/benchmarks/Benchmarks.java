package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.AngusPeer;
import dev.mailconnector.benchmarks.peer.NodemailerPeer;
import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The command: measures every sender in every cell, in turn, and writes a report and a chart. See
 * {@code benchmarks/run}.
 */
public final class Benchmarks {
  /** More than the slowest sender needs for what it is asked. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration WARM_UP = Duration.ofMillis(500);

  /** A sender that hangs this often is left out of what follows. */
  private static final int PATIENCE = 2;

  private final Plan plan;
  private final List<Peer> peers;
  private final Place place;
  private final Map<Peer, Integer> hangs = new LinkedHashMap<>();

  private Benchmarks(Plan plan, List<Peer> peers, Place place) {
    this.plan = plan;
    this.peers = peers;
    this.place = place;
  }

  /**
   * Runs it.
   *
   * @param arguments {@code --long} for every cell, the folder for report and chart, and the folder
   *     {@code node_modules} that has nodemailer in it or else why there is none
   */
  public static void main(String[] arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of(arguments));
    Plan plan = words.remove("--long") ? Plan.LONG : Plan.SHORT;
    Logger.getLogger("").setLevel(Level.SEVERE);
    Path folder = Files.createDirectories(Path.of(words.get(0)));
    Path modules = Path.of(words.get(1));
    List<Peer> peers = new ArrayList<>(Peers.JAVA);
    String leftOut = "";
    if (Files.isDirectory(modules)) {
      peers.add(Peers.AFTER_OTHERS, new NodemailerPeer(modules));
    } else {
      leftOut = "nodemailer: " + words.get(1);
    }
    Report report = new Report(peers, plan, leftOut);
    new Benchmarks(plan, peers, Place.create(System::nanoTime)).run(report, folder);
    // What was given up may still hold threads.
    System.exit(0);
  }

  private void run(Report report, Path folder) throws IOException {
    long start = place.ticker().nanos();
    warmUp();
    List<CellResult> results = new ArrayList<>();
    plan.cells().forEach(cell -> results.add(new CellResult(cell, AngusPeer.REUSED)));
    for (int round = 0; round < plan.rounds(); round++) {
      for (CellResult result : results) {
        boolean late = place.ticker().nanos() - start > plan.time().toNanos();
        if (round < plan.rounds(result.cell()) && (round == 0 || !late)) {
          System.err.println("round " + (round + 1) + ": " + result.cell());
          peers.forEach(peer -> measure(peer, result, plan.duration(result.cell())));
          report.write(folder, results.stream().filter(CellResult::isMeasured).toList());
        }
      }
    }
  }

  /** Has the compiler done with most before anything counts. */
  private void warmUp() {
    for (boolean large : List.of(false, true)) {
      CellResult ignored = new CellResult(new Cell(0, true, large, 2, 1), AngusPeer.REUSED);
      peers.forEach(peer -> measure(peer, ignored, WARM_UP));
    }
  }

  private void measure(Peer peer, CellResult result, Duration duration) {
    Cell cell = result.cell();
    if (hangs.getOrDefault(peer, 0) >= PATIENCE) {
      result.fail(peer, "left out after it had hung " + PATIENCE + " times");
      return;
    }
    Target aim = new Target(0, cell.tls(), place.trust(), cell.connections(), cell.letter());
    try {
      Trial trial = new Trial(place, aim, cell.delay(), duration, LIMIT);
      result.add(peer, trial.of(peer));
    } catch (GivenUpException e) {
      hangs.merge(peer, 1, Integer::sum);
      fail(peer, result, e);
    } catch (Exception e) {
      fail(peer, result, e);
    }
  }

  private static void fail(Peer peer, CellResult result, Exception e) {
    System.err.println(peer.title() + ": " + e);
    result.fail(peer, String.valueOf(e.getMessage()));
  }
}

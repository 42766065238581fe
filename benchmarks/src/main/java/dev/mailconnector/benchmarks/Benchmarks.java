package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.AngusPeer;
import dev.mailconnector.benchmarks.peer.MailConnectorPeer;
import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.RawPeer;
import dev.mailconnector.benchmarks.peer.SimpleJavaMailPeer;
import dev.mailconnector.benchmarks.peer.SpringPeer;
import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.benchmarks.peer.VertxPeer;
import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;

/**
 * The command: measures every sender in every cell, in turn, and writes a report and a chart. See
 * {@code benchmarks/run}.
 */
public final class Benchmarks {
  static final List<Peer> PEERS =
      List.of(
          MailConnectorPeer.MESSAGES,
          MailConnectorPeer.BYTES,
          MailConnectorPeer.PIPELINED,
          AngusPeer.REUSED,
          AngusPeer.NO_DELAY,
          AngusPeer.BYTES,
          AngusPeer.PER_MESSAGE,
          new SpringPeer(),
          new SimpleJavaMailPeer(),
          new VertxPeer(),
          RawPeer.ONE,
          RawPeer.SIXTEEN);
  private static final Peer BASE = AngusPeer.REUSED;
  private static final int ROUNDS = 3;
  private static final int ROUNDS_WITH_DELAY = 2;

  private final TestAuthority authority = TestAuthority.create();
  private final SSLContext server = authority.issue(Target.HOST).sslContext();
  private final SSLContext trust = authority.trustingContext();
  private final Ticker ticker;

  private Benchmarks(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Runs it.
   *
   * @param arguments {@code --long} for every cell, and the folder for report and chart
   */
  public static void main(String[] arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of(arguments));
    boolean all = words.remove("--long");
    if (words.size() != 1 || words.get(0).startsWith("-")) {
      System.err.println("usage: benchmarks/run [--long] [FOLDER]");
      System.exit(64);
    }
    Logger.getLogger("").setLevel(Level.SEVERE);
    Path folder = Files.createDirectories(Path.of(words.get(0)));
    Report report = new Report(PEERS, all ? "long" : "short", all ? "--long" : "");
    Benchmarks benchmarks = new Benchmarks(System::nanoTime);
    benchmarks.run(new Cell(0, true, false, 1, 1), 1);
    List<CellResult> results = new ArrayList<>();
    for (Cell cell : all ? Cell.all() : Cell.few()) {
      System.err.println(cell);
      results.add(benchmarks.run(cell, cell.roundTrip() == 0 ? ROUNDS : ROUNDS_WITH_DELAY));
      report.write(folder, results);
    }
  }

  private CellResult run(Cell cell, int rounds) throws IOException {
    CellResult result = new CellResult(cell, BASE);
    try (Sink sink = Sink.open(cell.tls() ? server : null, cell.delay(), ticker)) {
      Target target = new Target(sink.port(), cell.tls(), trust, cell.connections(), cell.letter());
      Trial trial = new Trial(sink, target, cell.duration(), ticker);
      for (int round = 0; round < rounds; round++) {
        for (Peer peer : PEERS) {
          measure(trial, peer, result);
        }
      }
    }
    return result;
  }

  private static void measure(Trial trial, Peer peer, CellResult result) {
    try {
      result.add(peer, trial.of(peer));
    } catch (Exception e) {
      System.err.println(peer.title() + ": " + e);
      result.fail(peer, String.valueOf(e.getMessage()));
    }
  }
}

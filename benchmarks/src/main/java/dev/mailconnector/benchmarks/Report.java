package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.MailConnectorPeer;
import dev.mailconnector.benchmarks.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes the results in Markdown, and has the chart drawn. */
final class Report {
  /** By how much a sender must differ before it is called faster or slower here. */
  private static final double NOISE = 1.3;

  private final List<Peer> peers;
  private final Plan plan;
  private final String leftOut;

  /**
   * Prepares one.
   *
   * @param leftOut who could not be run, and why; may be empty
   */
  Report(List<Peer> peers, Plan plan, String leftOut) {
    this.peers = peers;
    this.plan = plan;
    this.leftOut = leftOut;
  }

  void write(Path folder, List<CellResult> results) throws IOException {
    String option = plan == Plan.LONG ? " --long" : "";
    StringBuilder text = new StringBuilder();
    text.append("# Results of the %s run\n\n".formatted(plan.title()));
    text.append("Written by `benchmarks/run%s`; do not edit.\n".formatted(option));
    text.append("What was measured and how to read it: [README](README.md).\n\n");
    text.append("Machine: ").append(Machine.facts()).append(".\n\n");
    if (!leftOut.isEmpty()) {
      text.append("Left out: ").append(leftOut).append(".\n\n");
    }
    text.append("![Messages per second relative to Angus](%s.svg)\n\n".formatted(plan.title()));
    text.append("## Targets\n\n").append(new Targets(results).table()).append('\n');
    slower(text, results);
    results.forEach(result -> table(text, result));
    Files.writeString(folder.resolve(plan.title() + ".md"), text.toString().stripTrailing() + "\n");
    Files.writeString(folder.resolve(plan.title() + ".svg"), new Chart(peers).draw(results));
  }

  private void slower(StringBuilder text, List<CellResult> results) {
    text.append("## Where another sender was faster\n\n");
    text.append("By more than %d %%".formatted(Math.round((NOISE - 1) * 100)));
    text.append(" than `send`; senders of bytes are compared with bytes, the raw socket with");
    text.append(" nobody.\n\n");
    int before = text.length();
    for (CellResult result : results) {
      for (Peer peer : peers) {
        Peer ours = peer.sendsBytes() ? MailConnectorPeer.BYTES : MailConnectorPeer.MESSAGES;
        double lead = result.ratio(peer) / result.ratio(ours);
        if (peer.kind() == Peer.Kind.OTHER && lead > NOISE) {
          text.append(format("- %s: %s, %.1f times\n", result.cell(), peer.title(), lead));
        }
      }
    }
    text.append(text.length() == before ? "Nowhere.\n\n" : "\n");
  }

  private void table(StringBuilder text, CellResult result) {
    text.append("## ").append(result.cell()).append("\n\n");
    int rounds = result.rounds();
    text.append(rounds == 1 ? "One round.\n\n" : "Medians of %d rounds.\n\n".formatted(rounds));
    text.append("| sender | msg/s | to Angus reused | round trips a message |");
    text.append(" messages a round trip | p50 ms | CPU µs | KB |\n");
    text.append("|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for (Peer peer : peers) {
      Measurement median = result.median(peer);
      text.append("| ").append(peer.title());
      if (median == null) {
        text.append(" | failed: %s | | | | | | |\n".formatted(reason(result, peer)));
        continue;
      }
      text.append(cell("%.0f", median.perSecond()));
      text.append(cell("%.2f", result.ratio(peer)));
      text.append(cell("%.2f", median.roundTrips()));
      text.append(cell("%.1f", 1 / median.roundTrips()));
      text.append(cell("%.2f", median.millis()));
      text.append(cell("%.0f", median.cpuMicros()));
      text.append(cell("%.0f", median.kilobytes())).append(" |\n");
    }
    text.append('\n');
  }

  private static String cell(String format, double value) {
    return " | " + (Double.isNaN(value) ? "-" : format(format, value));
  }

  private static String reason(CellResult result, Peer peer) {
    return String.valueOf(result.failures().get(peer)).replaceAll("[|\\s]+", " ");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

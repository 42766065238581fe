package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.AngusPeer;
import dev.mailconnector.benchmarks.peer.MailConnectorPeer;
import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.RawPeer;
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
  private final String name;
  private final String option;

  /**
   * Prepares one.
   *
   * @param name of the files, without the ending
   * @param option what the command needs to repeat it
   */
  Report(List<Peer> peers, String name, String option) {
    this.peers = peers;
    this.name = name;
    this.option = option;
  }

  void write(Path folder, List<CellResult> results) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Results of the %s run\n\n".formatted(name));
    text.append("Written by `%s`; do not edit.\n".formatted(("benchmarks/run " + option).trim()));
    text.append("What was measured and how to read it: [README](README.md).\n\n");
    text.append("Machine: ").append(Machine.facts()).append(".\n\n");
    text.append("![Messages per second relative to Angus](%s.svg)\n\n".formatted(name));
    text.append("## Targets\n\n").append(new Targets(results).table()).append('\n');
    slower(text, results);
    results.forEach(result -> table(text, result));
    Files.writeString(folder.resolve(name + ".md"), text.toString().stripTrailing() + "\n");
    Files.writeString(folder.resolve(name + ".svg"), new Chart(peers).draw(results));
  }

  private void slower(StringBuilder text, List<CellResult> results) {
    text.append("## Where another sender was faster\n\n");
    text.append("By more than %d %%".formatted(Math.round((NOISE - 1) * 100)));
    text.append("; senders of bytes are compared with bytes, the raw socket with nobody.\n\n");
    int before = text.length();
    for (CellResult result : results) {
      for (Peer peer : peers) {
        boolean bytes = peer == AngusPeer.BYTES;
        Peer ours = bytes ? MailConnectorPeer.BYTES : MailConnectorPeer.MESSAGES;
        double lead = result.ratio(peer) / result.ratio(ours);
        boolean other = !(peer instanceof RawPeer) && !(peer instanceof MailConnectorPeer);
        if (other && lead > NOISE) {
          text.append(line("- %s: %s, %.1f times\n", result.cell(), peer.title(), lead));
        }
      }
    }
    text.append(text.length() == before ? "Nowhere.\n\n" : "\n");
  }

  private void table(StringBuilder text, CellResult result) {
    text.append("## ").append(result.cell()).append("\n\n");
    text.append("| sender | msg/s | to Angus reused | round trips | p50 ms | CPU µs | KB |\n");
    text.append("|---|--:|--:|--:|--:|--:|--:|\n");
    for (Peer peer : peers) {
      Measurement median = result.median(peer);
      if (median == null) {
        text.append(
            "| %s | failed: %s | | | | | |\n".formatted(peer.title(), reason(result, peer)));
        continue;
      }
      text.append(
          line(
              "| %s | %.0f | %.2f | %.2f | %.2f | %.0f | %.0f |\n",
              peer.title(),
              median.perSecond(),
              result.ratio(peer),
              median.roundTrips(),
              median.millis(),
              median.cpuMicros(),
              median.kilobytes()));
    }
    text.append('\n');
  }

  private static String reason(CellResult result, Peer peer) {
    return String.valueOf(result.failures().get(peer)).replaceAll("[|\\s]+", " ");
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

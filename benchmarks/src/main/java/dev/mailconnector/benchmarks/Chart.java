package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.MailConnectorPeer;
import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.RawPeer;
import java.util.List;
import java.util.Locale;

/** Draws the ratios as bars on a logarithmic scale, a panel for each cell. */
final class Chart {
  private static final int LABELS = 200;
  private static final int BARS = 480;
  private static final int MARGIN = 60;
  private static final int ROW = 18;
  private static final int HEAD = 30;
  private static final int FOOT = 26;
  private static final double LEAST = 0.03;
  private static final double MOST = 1000;
  private static final List<Double> GRID = List.of(0.1, 1.0, 10.0, 100.0, 1000.0);

  private final List<Peer> peers;

  Chart(List<Peer> peers) {
    this.peers = peers;
  }

  String draw(List<CellResult> results) {
    int panel = HEAD + peers.size() * ROW + FOOT;
    int width = LABELS + BARS + MARGIN;
    int height = results.size() * panel + HEAD;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="8" y="20" font-weight="bold">Messages per second relative to Angus with a reused \
        transport (logarithmic)</text>
        """
            .formatted(width, height, width, height));
    for (int i = 0; i < results.size(); i++) {
      panel(svg, results.get(i), HEAD + i * panel);
    }
    return svg.append("</svg>\n").toString();
  }

  private void panel(StringBuilder svg, CellResult result, int top) {
    int bottom = top + HEAD + peers.size() * ROW;
    text(svg, 8, top + 20, "#333333", result.cell().toString());
    for (double value : GRID) {
      double x = x(value);
      svg.append(
          format(
              "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>\n",
              x, top + HEAD - 4, x, bottom, value == 1 ? "#555555" : "#dddddd"));
      text(svg, x - 6, bottom + 14, "#777777", format(value < 1 ? "%.1f" : "%.0f", value));
    }
    for (int row = 0; row < peers.size(); row++) {
      bar(svg, peers.get(row), result.ratio(peers.get(row)), top + HEAD + row * ROW);
    }
  }

  private static void bar(StringBuilder svg, Peer peer, double ratio, int y) {
    text(svg, 8, y + 11, "#333333", peer.title());
    if (Double.isNaN(ratio)) {
      text(svg, x(1) + 6, y + 11, "#aa0000", "failed");
      return;
    }
    double from = Math.min(x(1), x(ratio));
    double to = Math.max(x(1), x(ratio));
    svg.append(
        format(
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
            from, y, Math.max(1, to - from), ROW - 5, colour(peer)));
    text(svg, to + 5, y + 11, "#333333", format("%.2f", ratio));
  }

  private static String colour(Peer peer) {
    if (peer instanceof MailConnectorPeer) {
      return "#1f6feb";
    }
    return peer instanceof RawPeer ? "#bbbbbb" : "#d08030";
  }

  private static double x(double ratio) {
    double within = Math.min(MOST, Math.max(LEAST, ratio));
    return LABELS + BARS * Math.log(within / LEAST) / Math.log(MOST / LEAST);
  }

  private static void text(StringBuilder svg, double x, int y, String colour, String words) {
    svg.append(format("<text x=\"%.1f\" y=\"%d\" fill=\"%s\">%s</text>\n", x, y, colour, words));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.Peer;
import java.util.List;
import java.util.Locale;

/**
 * Draws the ratios as bars on a logarithmic scale, a panel for each cell. Of many cells it shows
 * those with TLS and four connections, a column for each round-trip time.
 */
final class Chart {
  private static final int MOST_PANELS = 8;
  private static final int LABELS = 230;
  private static final int BARS = 330;
  private static final int MARGIN = 56;
  private static final int ROW = 17;
  private static final int HEAD = 34;
  private static final int FOOT = 30;
  private static final double LEAST = 0.03;
  private static final double MOST = 1000;
  private static final List<Double> GRID = List.of(0.1, 1.0, 10.0, 100.0, 1000.0);

  private final List<Peer> peers;

  Chart(List<Peer> peers) {
    this.peers = peers;
  }

  String draw(List<CellResult> results) {
    boolean some = results.size() > MOST_PANELS;
    List<List<CellResult>> columns =
        some
            ? List.of(column(results, 0), column(results, 10), column(results, 40))
            : List.of(
                results.subList(0, (results.size() + 1) / 2),
                results.subList((results.size() + 1) / 2, results.size()));
    int panel = HEAD + peers.size() * ROW + FOOT;
    int width = columns.size() * (LABELS + BARS + MARGIN);
    int rows = columns.stream().mapToInt(List::size).max().orElse(0);
    int height = rows * panel + HEAD;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="8" y="22" font-size="14" font-weight="bold">Messages per second, Angus with a \
        reused transport = 1 (logarithmic; blue: Mail Connector; brown: other senders; grey: the limit)\
        </text>
        """
            .formatted(width, height, width, height));
    for (int column = 0; column < columns.size(); column++) {
      int left = column * (LABELS + BARS + MARGIN);
      int top = HEAD;
      for (CellResult result : columns.get(column)) {
        panel(svg, result, left, top);
        top += panel;
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static List<CellResult> column(List<CellResult> results, int roundTrip) {
    return results.stream()
        .filter(r -> r.cell().tls() && r.cell().connections() == 4)
        .filter(r -> r.cell().roundTrip() == roundTrip)
        .toList();
  }

  private void panel(StringBuilder svg, CellResult result, int left, int top) {
    int bottom = top + HEAD + peers.size() * ROW;
    svg.append(
        format(
            "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>\n",
            left + 8, top + 22, result.cell()));
    for (double value : GRID) {
      double x = left + x(value);
      svg.append(
          format(
              "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>\n",
              x, top + HEAD - 4, x, bottom, value == 1 ? "#555555" : "#dddddd"));
      text(svg, x - 6, bottom + 14, "#777777", format(value < 1 ? "%.1f" : "%.0f", value));
    }
    for (int row = 0; row < peers.size(); row++) {
      bar(svg, peers.get(row), result.ratio(peers.get(row)), left, top + HEAD + row * ROW);
    }
  }

  private static void bar(StringBuilder svg, Peer peer, double ratio, int left, int y) {
    text(svg, left + 8, y + 11, "#333333", peer.title());
    if (Double.isNaN(ratio)) {
      text(svg, left + x(1) + 6, y + 11, "#aa0000", "failed");
      return;
    }
    double from = left + Math.min(x(1), x(ratio));
    double to = left + Math.max(x(1), x(ratio));
    svg.append(
        format(
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
            from, y, Math.max(1, to - from), ROW - 5, colour(peer)));
    boolean clipped = ratio < LEAST || ratio > MOST;
    text(
        svg,
        to + 5,
        y + 11,
        "#333333",
        format(clipped ? "%.2f (beyond the scale)" : "%.2f", ratio));
  }

  private static String colour(Peer peer) {
    return switch (peer.kind()) {
      case OURS -> "#1f6feb";
      case OTHER -> "#d08030";
      case LIMIT -> "#bbbbbb";
    };
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

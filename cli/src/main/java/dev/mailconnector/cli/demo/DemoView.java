package dev.mailconnector.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows a running demo: redrawn in place on a terminal, else one line at a time. */
final class DemoView {
  private static final String UP = "\u001b[%dA";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private final boolean terminal;
  private final DemoStatistics statistics;
  private final int seconds;
  private int drawnLines;

  DemoView(PrintStream out, boolean terminal, DemoStatistics statistics, int seconds) {
    this.out = out;
    this.terminal = terminal;
    this.statistics = statistics;
    this.seconds = seconds;
  }

  /** How often it wants to be updated. */
  Duration interval() {
    return terminal ? Duration.ofMillis(500) : Duration.ofSeconds(5);
  }

  /** Shows how things stand. Called from one thread at a time. */
  void update() {
    if (terminal) {
      redraw(progress() + table() + latencies());
    } else {
      out.printf(
          Locale.ROOT,
          "%3d s: %d sent, %d failed, %d renewals, %d sends waited for a token%n",
          elapsedSeconds(),
          statistics.sent(),
          statistics.failed(),
          statistics.renewals(),
          statistics.waited());
    }
  }

  /** Shows the outcome; replaces the last update on a terminal. */
  void summary(DemoResult result) {
    String verdict =
        result.isComplete()
            ? "Every message that was sent arrived; no login was refused, no send waited."
            : "NOT as promised: " + String.join(", ", result.broken()) + ".";
    String text =
        table()
            + latencies()
            + String.format(
                Locale.ROOT,
                "%nsent %d, delivered %d, failed %d, logins refused %d%n"
                    + "token requests %d, renewals %d, sends that waited for a token %d%n%s%n",
                result.sent(),
                result.delivered(),
                result.failed(),
                result.refusedLogins(),
                result.tokenRequests(),
                result.renewals(),
                result.sendsThatWaitedForAToken(),
                verdict);
    if (terminal) {
      redraw(progress() + text);
    } else {
      out.print(text);
    }
  }

  private void redraw(String text) {
    String up = drawnLines == 0 ? "" : String.format(UP, drawnLines);
    out.print(up + CLEAR_BELOW + text);
    out.flush();
    drawnLines = (int) text.lines().count();
  }

  private String progress() {
    return String.format(Locale.ROOT, "%d s of %d%n%n", elapsedSeconds(), seconds);
  }

  private String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-15s %-30s %9s %8s %6s %6s%n",
            "account",
            "login",
            "token age",
            "renewals",
            "sent",
            "failed"));
    for (AccountStatistics account : statistics.accounts()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-15s %-30s %9s %8s %6d %6d%n",
              account.name(),
              account.login(),
              age(statistics.tokenAge(account)),
              account.token() == null ? "-" : account.renewals(),
              account.sent(),
              account.failed()));
    }
    return text.toString();
  }

  private long elapsedSeconds() {
    return Math.min(Math.round(statistics.elapsed().toMillis() / 1000.0), seconds);
  }

  private String latencies() {
    String latency = "latency (after the first " + DemoStatistics.LEAD_IN.toSeconds() + " s)";
    return String.format(Locale.ROOT, "%n%-30s %8s %8s %8s%n", latency, "p50", "p99", "sends")
        + row("while a token is renewed", statistics.nearRenewal())
        + row("otherwise", statistics.otherwise())
        + String.format(
            Locale.ROOT,
            "sends that waited for a connection to be opened: %d%n",
            statistics.awaitedConnections());
  }

  private static String row(String name, Latencies latencies) {
    return String.format(
        Locale.ROOT,
        "%-30s %8s %8s %8d%n",
        name,
        millis(latencies, 50),
        millis(latencies, 99),
        latencies.count());
  }

  private static String millis(Latencies latencies, double percent) {
    return latencies.count() == 0
        ? "-"
        : String.format(Locale.ROOT, "%.1f ms", latencies.percentile(percent));
  }

  private static String age(@Nullable Duration age) {
    return age == null ? "-" : String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1000.0);
  }
}

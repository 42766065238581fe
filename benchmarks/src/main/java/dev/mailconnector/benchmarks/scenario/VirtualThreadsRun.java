package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.MailConnector;
import dev.mailconnector.benchmarks.peer.Letter;
import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.transport.TransactionLevel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;

/** What {@link VirtualThreads} runs in a JVM of its own. Prints a table. */
public final class VirtualThreadsRun {
  private static final int SENDERS = 200;
  private static final int ROUNDS = 3;
  private static final Duration ROUND_TRIP = Duration.ofMillis(10);
  private static final Duration WARM_UP = Duration.ofMillis(800);
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final Ticker TICKER = System::nanoTime;

  private final TestAuthority authority = TestAuthority.create();
  private final SSLContext server = authority.issue(Target.HOST).sslContext();
  private final Letter letter = Letter.small(1);

  private VirtualThreadsRun() {}

  private record Cell(boolean virtual, int connections) {}

  private record Result(double perSecond, String latencies, int threads) {}

  /** Runs it; takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.SEVERE);
    System.out.print(new VirtualThreadsRun().table());
    System.exit(0);
  }

  private String table() throws Exception {
    Map<Cell, List<Result>> results = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int connections : List.of(16, SENDERS)) {
        for (boolean virtual : List.of(false, true)) {
          Cell cell = new Cell(virtual, connections);
          results.computeIfAbsent(cell, c -> new ArrayList<>()).add(measure(cell));
        }
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "Java %s; %d senders of 2 KB as bytes, TLS, round-trip time %d ms; the median of %d rounds.\n\n"
            .formatted(System.getProperty("java.version"), SENDERS, ROUND_TRIP.toMillis(), ROUNDS));
    text.append(
        "| connections | senders on | msg/s | p50 ms | p99 ms | max ms | platform threads |\n");
    text.append("|--:|---|--:|--:|--:|--:|--:|\n");
    results.forEach((cell, rounds) -> text.append(row(cell, rounds)));
    return text.toString();
  }

  private static String row(Cell cell, List<Result> rounds) {
    List<Result> sorted = new ArrayList<>(rounds);
    sorted.sort((a, b) -> Double.compare(a.perSecond, b.perSecond));
    Result median = sorted.get(sorted.size() / 2);
    return String.format(
        Locale.ROOT,
        "| %d | %s threads | %.0f | %s | %d |\n",
        cell.connections,
        cell.virtual ? "virtual" : "platform",
        median.perSecond,
        median.latencies,
        median.threads);
  }

  private Result measure(Cell cell) throws Exception {
    try (Sink sink = Sink.open(server, ROUND_TRIP, TICKER)) {
      Target target =
          new Target(sink.port(), true, authority.trustingContext(), cell.connections, letter);
      try (MailConnector mail = MailConnector.of(target.account(TransactionLevel.BDAT))) {
        send(mail, cell.virtual, WARM_UP, new Latencies());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        threads.resetPeakThreadCount();
        Latencies latencies = new Latencies();
        double seconds = send(mail, cell.virtual, TIME, latencies);
        return new Result(
            latencies.count() / seconds,
            latencies.cells(),
            threads.getPeakThreadCount() - sinkThreads());
      }
    }
  }

  private double send(MailConnector mail, boolean virtual, Duration time, Latencies latencies)
      throws Exception {
    ExecutorService senders = virtual ? virtualThreads() : Executors.newFixedThreadPool(SENDERS);
    long start = TICKER.nanos();
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        work.add(
            senders.submit(
                () -> {
                  for (long at = start; at - start < time.toNanos(); ) {
                    mail.send(letter.bytes(), letter.options());
                    long now = TICKER.nanos();
                    latencies.add(at, now - at);
                    at = now;
                  }
                }));
      }
      for (Future<?> sender : work) {
        sender.get();
      }
      return (TICKER.nanos() - start) / 1e9;
    } finally {
      senders.shutdownNow();
    }
  }

  /** By reflection: this is compiled for Java 17. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private static int sinkThreads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith(Sink.THREADS))
            .count();
  }
}

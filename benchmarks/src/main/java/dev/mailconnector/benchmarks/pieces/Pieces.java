package dev.mailconnector.benchmarks.pieces;

import dev.mailconnector.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The command: measures every piece and writes {@code pieces.md}. */
public final class Pieces {
  static final List<Class<?>> PIECES =
      List.of(TokenLookup.class, PoolBorrow.class, ReplyParsing.class, Serialisation.class);
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final int ROUNDS = 5;
  private static final TimeValue ROUND = TimeValue.milliseconds(400);

  private Pieces() {}

  /**
   * Runs it.
   *
   * @param arguments the folder for the report
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    Logger.getLogger("").setLevel(Level.SEVERE);
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Collection<RunResult> results = new Runner(options()).run();
    Files.writeString(folder.resolve("pieces.md"), report(results));
  }

  static Options options() {
    OptionsBuilder options = new OptionsBuilder();
    PIECES.forEach(piece -> options.include(piece.getName()));
    options
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(1)
        .warmupIterations(ROUNDS)
        .warmupTime(ROUND)
        .measurementIterations(ROUNDS)
        .measurementTime(ROUND)
        .jvmArgsAppend("-XX:+UseSerialGC", "-Xmx512m")
        .addProfiler(GCProfiler.class);
    return options.build();
  }

  private static String report(Collection<RunResult> results) {
    StringBuilder text = new StringBuilder();
    text.append("# Single pieces\n\n");
    text.append("Written by `benchmarks/run --pieces`; do not edit.\n");
    text.append("What was measured and how to read it: [README](README.md).\n\n");
    text.append("Machine: ").append(Machine.facts()).append(".\n\n");
    text.append("Time per call in each thread, and what a call allocates.\n\n");
    text.append("| piece | threads | ns | ± | bytes allocated |\n|---|--:|--:|--:|--:|\n");
    Map<String, RunResult> sorted = new TreeMap<>();
    results.forEach(result -> sorted.put(name(result), result));
    sorted.forEach((name, result) -> row(text, name, result));
    boolean free =
        results.stream()
            .filter(result -> name(result).startsWith("TokenLookup, fresh"))
            .allMatch(result -> Math.round(allocated(result)) == 0);
    text.append("\nTarget, a token lookup allocates nothing: ")
        .append(free ? "reached.\n" : "missed.\n");
    return text.toString();
  }

  private static void row(StringBuilder text, String name, RunResult run) {
    Result<?> time = run.getPrimaryResult();
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %.0f | %.0f | %.0f |%n",
            name,
            run.getParams().getThreads(),
            time.getScore(),
            time.getScoreError(),
            allocated(run)));
  }

  private static double allocated(RunResult run) {
    return Objects.requireNonNull(run.getSecondaryResults().get(ALLOCATED)).getScore();
  }

  private static String name(RunResult run) {
    String[] words = run.getParams().getBenchmark().split("\\.");
    String message = run.getParams().getParam("message");
    return words[words.length - 2]
        + ", "
        + words[words.length - 1].replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT)
        + (message == null ? "" : ", " + message);
  }
}

package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.benchmarks.sink.SinkCounts;
import dev.mailconnector.spi.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An attachment that is larger than the heap. */
final class LargeMessage {
  private static final int MEGABYTES = 100;
  private static final int HEAP = 64;
  private static final int SEED = 20261122;

  private final Ticker ticker;

  LargeMessage(Ticker ticker) {
    this.ticker = ticker;
  }

  String measure() throws Exception {
    Path attachment = Files.createTempFile("attachment", ".bin");
    try {
      fill(attachment);
      StringBuilder text = new StringBuilder();
      text.append(
          "An attachment of %d MB, from a file, in a JVM with `-Xmx%dm`; plain line, no round-trip"
                  .formatted(MEGABYTES, HEAP)
              + " time.\n\n| sent as | accepted | MB on the wire | seconds | heap at most, MB |\n"
              + "|---|--:|--:|--:|--:|\n");
      for (LargeMessageRun.Way way : LargeMessageRun.Way.values()) {
        text.append(row(way, attachment));
      }
      return text.toString();
    } finally {
      Files.delete(attachment);
    }
  }

  private String row(LargeMessageRun.Way way, Path attachment) throws Exception {
    try (Sink sink = Sink.open(null, Duration.ZERO, ticker)) {
      String seconds =
          ChildJvm.run(
              ChildJvm.thisJava(),
              List.of("-XX:+UseSerialGC", "-Xmx" + HEAP + "m"),
              LargeMessageRun.class,
              List.of(way.name(), String.valueOf(sink.port()), attachment.toString()));
      SinkCounts counts = sink.counts();
      return "| %s | %d | %d | %s |\n"
          .formatted(way.title(), counts.messages(), counts.bytes() >> 20, seconds.strip());
    }
  }

  private static void fill(Path file) throws Exception {
    Random random = new Random(SEED);
    byte[] megabyte = new byte[1 << 20];
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < MEGABYTES; i++) {
        random.nextBytes(megabyte);
        out.write(megabyte);
      }
    }
  }
}

package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.benchmarks.sink.SinkCounts;
import dev.mailconnector.spi.Ticker;
import jakarta.mail.Session;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
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
    Path message = Files.createTempFile("message", ".eml");
    try {
      fill(attachment);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(message))) {
        LargeMessageRun.message(Session.getInstance(new Properties()), attachment).writeTo(out);
      }
      StringBuilder text = new StringBuilder();
      text.append(
          "An attachment of %d MB, from a file, in a JVM with `-Xmx%dm`; plain line, no round-trip"
                  .formatted(MEGABYTES, HEAP)
              + " time.\n\n| sent as | accepted | MB on the wire | seconds | heap at most, MB |\n"
              + "|---|--:|--:|--:|--:|\n");
      for (LargeMessageRun.Way way : LargeMessageRun.Way.values()) {
        text.append(row(way, way.isFinished() ? message : attachment));
      }
      return text.toString();
    } finally {
      Files.delete(attachment);
      Files.delete(message);
    }
  }

  private String row(LargeMessageRun.Way way, Path file) throws Exception {
    try (Sink sink = Sink.open(null, Duration.ZERO, ticker)) {
      String seconds =
          ChildJvm.run(
              ChildJvm.thisJava(),
              List.of("-XX:+UseSerialGC", "-Xmx" + HEAP + "m"),
              LargeMessageRun.class,
              List.of(way.name(), String.valueOf(sink.port()), file.toString()));
      SinkCounts counts = sink.counts();
      return "| %s | %d | %d | %s |\n"
          .formatted(way.title(), counts.messages(), counts.bytes() >> 20, seconds.strip());
    }
  }

  private static void fill(Path file) throws Exception {
    Random random = new Random(SEED);
    byte[] megabyte = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < MEGABYTES; i++) {
        random.nextBytes(megabyte);
        out.write(megabyte);
      }
    }
  }
}

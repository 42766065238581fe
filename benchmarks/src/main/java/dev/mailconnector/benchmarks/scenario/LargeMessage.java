package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.benchmarks.sink.SinkCounts;
import dev.mailconnector.spi.Ticker;
import jakarta.mail.Session;
import java.io.BufferedOutputStream;
import java.io.IOException;
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
      boolean reached = true;
      for (LargeMessageRun.Way way : LargeMessageRun.Way.values()) {
        Row row = row(way, way.isFinished() ? message : attachment);
        text.append(row.text());
        reached &= row.accepted() || way == LargeMessageRun.Way.ANGUS;
      }
      return text
          + "\nTarget, the server accepts what Mail Connector sends from that heap: "
          + (reached ? "reached.\n" : "missed.\n");
    } finally {
      Files.delete(attachment);
      Files.delete(message);
    }
  }

  private record Row(String text, boolean accepted) {}

  private Row row(LargeMessageRun.Way way, Path file) throws Exception {
    try (Sink sink = Sink.open(null, Duration.ZERO, ticker)) {
      String seconds =
          ChildJvm.run(
              ChildJvm.thisJava(),
              List.of("-XX:+UseSerialGC", "-Xmx" + HEAP + "m"),
              LargeMessageRun.class,
              List.of(way.name(), String.valueOf(sink.port()), file.toString()));
      SinkCounts counts = sink.counts();
      String text =
          "| %s | %d | %d | %s |\n"
              .formatted(way.title(), counts.messages(), counts.bytes() >> 20, seconds.strip());
      return new Row(text, counts.messages() == 1);
    } catch (IOException e) {
      // The JVM ran out of memory, or the send failed: that is a result too.
      return new Row("| %s | 0 | | failed | |\n".formatted(way.title()), false);
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

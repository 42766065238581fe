package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.benchmarks.sink.SinkCounts;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;

/**
 * One measurement of one sender: it is set up, sends for a quarter of the time to warm up, and is
 * then measured. What it says it has sent must be what the sink has counted.
 */
final class Trial {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int WARM_UP_PART = 4;

  private final Sink sink;
  private final Target target;
  private final Duration duration;
  private final Ticker ticker;

  Trial(Sink sink, Target target, Duration duration, Ticker ticker) {
    this.sink = sink;
    this.target = target;
    this.duration = duration;
    this.ticker = ticker;
  }

  private record Pace(long messages, long nanos, double[] millis) {}

  /**
   * Measures it. All threads and this one meet four times: warm, counted before, measured, counted
   * after. The first thread that fails ends the meetings for all.
   */
  Measurement of(Peer peer) throws Exception {
    int threads = target.connections();
    Phaser meetings = new Phaser(threads + 1);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (Peer.Fleet fleet = peer.open(target)) {
      CompletionService<Pace> work = new ExecutorCompletionService<>(executor);
      for (int i = 0; i < threads; i++) {
        work.submit(() -> work(fleet, meetings));
      }
      meetings.arriveAndAwaitAdvance();
      SinkCounts countsBefore = sink.counts();
      Usage usageBefore = Usage.now();
      meetings.arriveAndAwaitAdvance();
      meetings.arriveAndAwaitAdvance();
      Usage usage = Usage.now().since(usageBefore);
      SinkCounts counts = sink.counts().since(countsBefore);
      meetings.arriveAndAwaitAdvance();
      List<Pace> paces = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        paces.add(work.take().get());
      }
      return measurement(paces, usage, counts);
    } finally {
      executor.shutdownNow();
    }
  }

  private Pace work(Peer.Fleet fleet, Phaser meetings) throws Exception {
    try (Peer.Worker worker = fleet.worker()) {
      send(worker, duration.dividedBy(WARM_UP_PART));
      meetings.arriveAndAwaitAdvance();
      meetings.arriveAndAwaitAdvance();
      Pace pace = send(worker, duration);
      meetings.arriveAndAwaitAdvance();
      meetings.arriveAndAwaitAdvance();
      return pace;
    } catch (Exception e) {
      meetings.forceTermination();
      throw e;
    }
  }

  /** Whole sends only, so that a slow sender is not cut off in the middle of one. */
  private Pace send(Peer.Worker worker, Duration time) throws Exception {
    List<Double> millis = new ArrayList<>();
    long messages = 0;
    long start = ticker.nanos();
    long before = start;
    do {
      int sent = worker.send();
      long now = ticker.nanos();
      millis.add((now - before) / 1e6 / sent);
      messages += sent;
      before = now;
    } while (before - start < time.toNanos());
    return new Pace(
        messages, before - start, millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Measurement measurement(List<Pace> paces, Usage usage, SinkCounts counts) {
    long messages = paces.stream().mapToLong(Pace::messages).sum();
    if (counts.messages() != messages || counts.errors() != 0) {
      throw new IllegalStateException(
          "sent " + messages + " messages, but the sink has counted " + counts);
    }
    double perSecond =
        paces.stream().mapToDouble(p -> p.messages() * NANOS_PER_SECOND / p.nanos()).sum();
    double[] millis = paces.stream().flatMapToDouble(p -> Arrays.stream(p.millis())).toArray();
    return new Measurement(
        perSecond,
        (double) counts.turns() / messages,
        Measurement.median(millis),
        usage.nanos() / 1e3 / messages,
        usage.bytes() / 1024.0 / messages);
  }
}

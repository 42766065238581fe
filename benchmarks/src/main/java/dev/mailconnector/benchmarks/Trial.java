package dev.mailconnector.benchmarks;

import dev.mailconnector.benchmarks.peer.Pace;
import dev.mailconnector.benchmarks.peer.Peer;
import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.benchmarks.sink.SinkCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One measurement of one sender at a sink of its own: it is set up, sends for a quarter of the time
 * to warm up, and is then measured. What it says it has sent must be what the sink has counted. A
 * sender that does not come to an end is given up, and the sink hangs up on it.
 */
final class Trial {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int WARM_UP_PART = 4;

  private final Place place;
  private final Target aim;
  private final Duration roundTrip;
  private final Duration duration;
  private final Duration limit;

  /**
   * Prepares one.
   *
   * @param aim the target but for its port
   * @param roundTrip how long the sink holds replies back
   * @param duration how long is measured
   * @param limit after how long, in all, a sender is given up
   */
  Trial(Place place, Target aim, Duration roundTrip, Duration duration, Duration limit) {
    this.place = place;
    this.aim = aim;
    this.roundTrip = roundTrip;
    this.duration = duration;
    this.limit = limit;
  }

  /** Measures it. */
  Measurement of(Peer peer) throws Exception {
    ExecutorService measurer = Executors.newSingleThreadExecutor(Trial::daemon);
    try (Sink sink = Sink.open(aim.tls() ? place.server() : null, roundTrip, place.ticker())) {
      Future<Measurement> measurement =
          measurer.submit(() -> measure(peer, sink, aim.at(sink.port())));
      return measurement.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new GivenUpException(limit, e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      measurer.shutdownNow();
    }
  }

  /**
   * All threads and this one meet four times: warm, counted before, measured, counted after. The
   * first thread that fails ends the meetings for all.
   */
  private Measurement measure(Peer peer, Sink sink, Target target) throws Exception {
    int threads = peer.threads(target);
    Phaser meetings = new Phaser(threads + 1);
    ExecutorService executor = Executors.newFixedThreadPool(threads, Trial::daemon);
    try (Usage usage = new Usage();
        Peer.Fleet fleet = peer.open(target)) {
      CompletionService<Pace> work = new ExecutorCompletionService<>(executor);
      for (int i = 0; i < threads; i++) {
        work.submit(() -> work(peer, fleet, meetings));
      }
      meet(meetings);
      SinkCounts countsBefore = sink.counts();
      Usage.Sum usedBefore = usage.sum();
      meet(meetings);
      meet(meetings);
      Usage.Sum used = usage.sum().since(usedBefore);
      SinkCounts counts = sink.counts().since(countsBefore);
      meet(meetings);
      List<Pace> paces = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        paces.add(work.take().get());
      }
      return measurement(paces, peer.isInThisProcess() ? used : null, counts);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      executor.shutdownNow();
    }
  }

  private Pace work(Peer peer, Peer.Fleet fleet, Phaser meetings) throws Exception {
    try (Peer.Worker worker = fleet.worker()) {
      if (peer.keepsConnections()) {
        worker.sendFor(duration.dividedBy(WARM_UP_PART), place.ticker());
      }
      meet(meetings);
      meet(meetings);
      Pace pace = worker.sendFor(duration, place.ticker());
      meet(meetings);
      meet(meetings);
      return pace;
    } catch (Exception e) {
      meetings.forceTermination();
      throw e;
    }
  }

  private static void meet(Phaser meetings) throws InterruptedException {
    meetings.awaitAdvanceInterruptibly(meetings.arrive());
  }

  private static Measurement measurement(
      List<Pace> paces, Usage.@Nullable Sum used, SinkCounts counts) {
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
        millis.length == 0 ? Double.NaN : Measurement.median(millis),
        used == null ? Double.NaN : used.nanos() / 1e3 / messages,
        used == null ? Double.NaN : used.bytes() / 1024.0 / messages);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "trial");
    thread.setDaemon(true);
    return thread;
  }
}

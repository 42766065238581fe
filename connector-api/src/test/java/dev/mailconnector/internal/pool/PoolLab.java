package dev.mailconnector.internal.pool;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.pool.ConnectionPool.Workforce;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A pool of fake connections; good-byes are said when the test lets the workers work. */
final class PoolLab {
  static final PoolSettings SETTINGS = PoolSettings.defaults().withMaxConnections(2);

  final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
  final ManualScheduler workers = new ManualScheduler(clock);
  final List<String> closings = new CopyOnWriteArrayList<>();
  final List<FakeConnection> opened = new CopyOnWriteArrayList<>();
  final Census census;
  final ConnectionPool<FakeConnection> pool;

  /** How long each opening might take. */
  final List<Duration> patience = new CopyOnWriteArrayList<>();

  volatile Consumer<FakeConnection> onOpen = connection -> {};
  volatile double draw;
  volatile DoubleSupplier dice = () -> draw;

  /** How many connections nobody waited for. */
  volatile int openedBehind;

  /** Whether the server takes logins. */
  volatile boolean promising = true;

  /** The generation of the credential that the next login would have. */
  volatile long generation;

  PoolLab(PoolSettings settings) {
    this(settings, null);
  }

  PoolLab(PoolSettings settings, @Nullable Executor otherWorkers) {
    census = new Census(settings.maxConnections());
    pool =
        new ConnectionPool<>(
            settings,
            new FakeOpener(),
            clock::nanoTime,
            new Dice(),
            otherWorkers == null
                ? new Workforce(workers, workers)
                : new Workforce(otherWorkers, otherWorkers),
            (connection, reason) ->
                closings.add(connection + " " + reason.name().toLowerCase(Locale.ROOT)));
  }

  /** Draws what the test says. */
  private final class Dice implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new IllegalStateException("only doubles are drawn");
    }

    @Override
    public double nextDouble() {
      return dice.getAsDouble();
    }
  }

  private final class FakeOpener implements Opener<FakeConnection> {
    @Override
    public FakeConnection open(Deadline deadline) {
      FakeConnection connection = new FakeConnection(census);
      connection.generation = generation;
      patience.add(Duration.ofNanos(deadline.remainingNanos()));
      opened.add(connection);
      onOpen.accept(connection);
      return connection;
    }

    @Override
    public FakeConnection openBehind(Deadline deadline) {
      openedBehind++;
      return open(deadline);
    }

    @Override
    public boolean isPromising() {
      return promising;
    }

    @Override
    public boolean hasAnotherCredentialThan(FakeConnection connection) {
      return connection.generation != generation;
    }
  }

  /** Time passes while the pool is tidied whenever it wants to be, and after each task. */
  void live(Duration duration) {
    long end = clock.nanoTime() + duration.toNanos();
    tidyAndWork();
    while (end - clock.nanoTime() > 0) {
      Duration next = pool.tidy();
      long left = end - clock.nanoTime();
      long step = next == null ? left : Math.min(left, Math.max(1, next.toNanos()));
      clock.advance(Duration.ofNanos(step));
      tidyAndWork();
    }
  }

  private void tidyAndWork() {
    pool.tidy();
    while (workers.runDue() > 0) {
      pool.tidy();
    }
  }

  Deadline in(Duration duration) {
    return Deadline.in(duration, clock::nanoTime);
  }

  /** A lease at once or not at all. */
  Lease<FakeConnection> borrow() throws Exception {
    return pool.borrow(in(Duration.ZERO), in(Duration.ofSeconds(30)), false);
  }

  Lease<FakeConnection> borrowFresh() throws Exception {
    return pool.borrow(in(Duration.ZERO), in(Duration.ofSeconds(30)), true);
  }

  /** A lease, with half a minute of patience. */
  Lease<FakeConnection> await() throws Exception {
    return pool.borrow(in(Duration.ofSeconds(30)), in(Duration.ofSeconds(30)), false);
  }

  /** Opens n connections and puts them to rest, the first at the bottom. */
  List<FakeConnection> atRest(int n) throws Exception {
    List<Lease<FakeConnection>> leases = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      leases.add(borrow());
    }
    leases.forEach(PoolLab::giveBack);
    return leases.stream().map(Lease::connection).toList();
  }

  static void giveBack(Lease<?> lease) {
    lease.markReusable();
    lease.close();
  }
}

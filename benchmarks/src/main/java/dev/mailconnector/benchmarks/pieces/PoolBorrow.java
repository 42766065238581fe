package dev.mailconnector.benchmarks.pieces;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.pool.ConnectionPool;
import dev.mailconnector.internal.pool.Lease;
import dev.mailconnector.internal.pool.PooledConnection;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** A connection out of the pool and back, where nobody has to wait and none has to be opened. */
@State(Scope.Benchmark)
public class PoolBorrow {
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final ConnectionPool<Idle> pool =
      new ConnectionPool<>(
          PoolSettings.defaults().withMaxConnections(16),
          deadline -> new Idle(),
          System::nanoTime,
          RandomGenerator.getDefault(),
          new ConnectionPool.Workforce(Runnable::run, Runnable::run),
          (connection, reason) -> {});

  /** Closes it. */
  @TearDown
  public void close() {
    pool.close(Deadline.in(WAIT, System::nanoTime));
  }

  /** From one thread. */
  @Benchmark
  public Object oneThread() throws Exception {
    return borrowAndReturn();
  }

  /** From four. */
  @Benchmark
  @Threads(4)
  public Object fourThreads() throws Exception {
    return borrowAndReturn();
  }

  /** From as many as there are connections. */
  @Benchmark
  @Threads(16)
  public Object sixteenThreads() throws Exception {
    return borrowAndReturn();
  }

  private Object borrowAndReturn() throws Exception {
    Deadline deadline = Deadline.in(WAIT, System::nanoTime);
    try (Lease<Idle> lease = pool.borrow(deadline, deadline, false)) {
      lease.markReusable();
      return lease.connection();
    }
  }

  /** A connection without a line, so that the pool alone is measured. */
  private static final class Idle implements PooledConnection {

    @Override
    public String id() {
      return "idle";
    }

    @Override
    public long generation() {
      return 0;
    }

    @Override
    public @Nullable Deadline credentialEnd() {
      return null;
    }

    @Override
    public Duration credentialLife() {
      return Duration.ZERO;
    }

    @Override
    public int messages() {
      return 0;
    }

    @Override
    public boolean isStale() {
      return false;
    }

    @Override
    public Pulse check(Deadline limit) {
      return Pulse.ALIVE;
    }

    @Override
    public void quit() {}

    @Override
    public void abort() {}
  }
}

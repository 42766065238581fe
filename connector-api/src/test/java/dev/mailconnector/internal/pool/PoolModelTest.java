package dev.mailconnector.internal.pool;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Test;

/**
 * What {@link PoolProofTest} proves step by step, here down to single accesses, in many
 * interleavings of two or three threads with two calls each, as Lincheck picks them (a sample of
 * all there are): connections open, busy, resting and saying good-bye together never exceed the
 * cap, no connection has two owners, none is used after its end, and once the pool is closed none
 * stays open. Time stands still, nobody waits, and good-byes are said by whoever sends them on
 * their way. The JDK's locks and futures are taken for granted.
 */
class PoolModelTest {
  private static final Ticker STILL = () -> 0;
  private static final Deadline NOW = Deadline.in(Duration.ZERO, STILL);

  /** A small pool, and what was seen that may never be. */
  public abstract static class Pool {
    private final int cap;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<String> complaint = new AtomicReference<>();
    private final ConnectionPool<Connection> pool;

    Pool(int cap, int maxMessages) {
      this.cap = cap;
      this.pool =
          new ConnectionPool<>(
              PoolSettings.defaults().withMaxConnections(cap).withMaxMessages(maxMessages),
              deadline -> new Connection(this),
              STILL,
              new Random(1),
              new ConnectionPool.Workforce(Runnable::run, Runnable::run),
              (connection, reason) -> {});
    }

    /** Sends a message: the connection is in order afterwards. */
    void use(boolean fresh, boolean reusable) {
      try (Lease<Connection> lease = pool.borrow(NOW, NOW, fresh)) {
        lease.connection().carry();
        if (reusable) {
          lease.markReusable();
        }
      } catch (PoolTimeoutException | PoolClosedException e) {
        // Nobody waits here, and the pool may close at any time.
      }
    }

    void shut() {
      pool.shut();
    }

    void evict() {
      pool.evictAll();
      pool.tidy();
    }

    void complain(String what) {
      complaint.compareAndSet(null, what);
    }

    /** Called by Lincheck after each run, when all threads have finished. */
    @Validate
    public void audit() {
      String seen = complaint.get();
      if (seen != null) {
        throw new IllegalStateException(seen);
      }
      if (pool.snapshot().active() != 0) {
        throw new IllegalStateException("a permit is lost: " + pool.snapshot());
      }
      if (open.get() != pool.snapshot().idle()) {
        throw new IllegalStateException(open + " are open: " + pool.snapshot());
      }
      pool.shut();
      if (open.get() != 0 || !pool.shut().isDone()) {
        throw new IllegalStateException(open + " are open after the end");
      }
    }
  }

  /** Senders alone, some of whom want a new connection, and whose connections wear out. */
  public static class Senders extends Pool {
    public Senders() {
      super(2, 2);
    }

    @Operation
    public void send() {
      use(false, true);
    }

    @Operation
    public void fail() {
      use(false, false);
    }

    @Operation
    public void sendAgain() {
      use(true, true);
    }
  }

  /** Senders while everything that rests is retired. */
  public static class Evictions extends Pool {
    public Evictions() {
      super(1, 100);
    }

    @Operation
    public void send() {
      use(false, true);
    }

    @Operation
    public void fail() {
      use(false, false);
    }

    @Operation
    public void evictAll() {
      evict();
    }
  }

  /** Senders of a pool that closes. */
  public static class Closing extends Pool {
    public Closing() {
      super(2, 100);
    }

    @Operation
    public void send() {
      use(false, true);
    }

    @Operation
    public void sendAgain() {
      use(true, true);
    }

    @Operation
    public void close() {
      shut();
    }
  }

  /** A connection that knows its owner. */
  private static final class Connection implements PooledConnection {
    private final Pool model;
    private final AtomicInteger owners = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private int messages;

    Connection(Pool model) {
      this.model = model;
      if (model.open.incrementAndGet() > model.cap) {
        model.complain("more connections than the cap allows");
      }
    }

    void carry() {
      if (owners.incrementAndGet() > 1) {
        model.complain("a connection has two owners");
      }
      if (closed.get() > 0) {
        model.complain("a connection is used after its end");
      }
      messages++;
      owners.decrementAndGet();
    }

    @Override
    public void abort() {
      if (closed.getAndIncrement() == 0) {
        model.open.decrementAndGet();
      }
    }

    @Override
    public void quit() {
      abort();
    }

    @Override
    public int messages() {
      return messages;
    }

    @Override
    public String id() {
      return "one";
    }

    @Override
    public long generation() {
      return 0;
    }

    @Override
    public Deadline credentialEnd() {
      return Deadline.in(Duration.ofHours(1), STILL);
    }

    @Override
    public Duration credentialLife() {
      return Duration.ofHours(1);
    }

    @Override
    public boolean isStale() {
      return false;
    }

    @Override
    public Pulse check(Deadline limit) {
      return Pulse.ALIVE;
    }
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .logLevel(LoggingLevel.ERROR)
        .addGuarantee(forClasses(CompletableFuture.class.getName()).allMethods().treatAsAtomic())
        .iterations(3)
        .invocationsPerIteration(30)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(0);
  }

  @Test
  void senders_inManyInterleavings_stayWithinTheCap() {
    options().check(Senders.class);
  }

  @Test
  void evictions_inManyInterleavings_loseNothing() {
    options().threads(2).check(Evictions.class);
  }

  @Test
  void closing_inManyInterleavings_leavesNothingOpen() {
    options().check(Closing.class);
  }
}

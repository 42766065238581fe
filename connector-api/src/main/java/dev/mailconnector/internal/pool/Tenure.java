package dev.mailconnector.internal.pool;

import dev.mailconnector.event.ConnectorEvent.CloseReason;
import dev.mailconnector.internal.pool.PoolEntry.Birth;
import dev.mailconnector.internal.pool.Retirement.Refusals;
import dev.mailconnector.spi.Ticker;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which connections may stay: the rules, and what has happened to the pool. Thread-safe. */
final class Tenure {
  private final Retirement retirement;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final AtomicReference<Refusals> refusals = new AtomicReference<>(new Refusals(0, 0));
  private final AtomicInteger epoch = new AtomicInteger();

  Tenure(Retirement retirement, Ticker ticker, RandomGenerator random) {
    this.retirement = retirement;
    this.ticker = ticker;
    this.random = random;
  }

  /** To be taken before an opening: what happens while it goes on concerns the new connection. */
  Birth birth() {
    return new Birth(epoch.get(), refusals().count());
  }

  /** The notes on a connection that has just been opened. One without notes is closed. */
  <C extends PooledConnection> PoolEntry<C> admit(C connection, Birth birth) {
    boolean admitted = false;
    try {
      long now = ticker.nanos();
      Retirement.Term term = retirement.term(connection, now, random);
      admitted = true;
      return new PoolEntry<>(connection, birth, term, now);
    } finally {
      if (!admitted) {
        connection.abort();
      }
    }
  }

  /** Why it must not carry another message, or null if it may. */
  @Nullable CloseReason reason(PoolEntry<?> entry, long now) {
    return retirement.reason(entry, now, refusals(), epoch.get());
  }

  /** When there may be a reason against this connection at rest; the monotonic clock. */
  long nextCheck(PoolEntry<?> entry) {
    return retirement.nextCheck(entry);
  }

  /** Credentials up to this generation were refused. */
  void refused(long generation) {
    refusals.updateAndGet(
        before -> new Refusals(Math.max(before.generation(), generation), before.count() + 1));
  }

  /** No connection of today stays. */
  void evictAll() {
    epoch.incrementAndGet();
  }

  private Refusals refusals() {
    return Objects.requireNonNull(refusals.get());
  }
}

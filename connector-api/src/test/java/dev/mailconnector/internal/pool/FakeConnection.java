package dev.mailconnector.internal.pool;

import dev.mailconnector.internal.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection to nowhere that knows who uses it, and counts itself in a census. */
final class FakeConnection implements PooledConnection {
  private final Census census;
  private final String id;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicBoolean inUse = new AtomicBoolean();
  volatile long generation;
  volatile @Nullable Deadline credentialEnd;
  volatile Duration credentialLife = Duration.ZERO;
  volatile int messages;
  volatile boolean stale;
  volatile boolean dead;
  volatile boolean broken;
  volatile int looks;
  volatile int checks;
  volatile boolean silent;
  volatile @Nullable Deadline limitOfCheck;
  volatile Runnable onCheck = () -> {};
  volatile boolean saidGoodbye;
  volatile boolean aborted;

  FakeConnection(Census census) {
    this.census = census;
    this.id = "c" + census.opened();
  }

  /** Carries one message: fails if somebody else uses the connection, or if it is closed. */
  void carry() {
    if (!inUse.compareAndSet(false, true)) {
      census.report("two use " + id);
    }
    if (!open.get()) {
      census.report(id + " is used after its end");
    }
    messages++;
    inUse.set(false);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public @Nullable Deadline credentialEnd() {
    return credentialEnd;
  }

  @Override
  public Duration credentialLife() {
    return credentialLife;
  }

  @Override
  public int messages() {
    return messages;
  }

  @Override
  public boolean isStale() {
    looks++;
    return stale;
  }

  @Override
  public Pulse check(Deadline limit) {
    checks++;
    limitOfCheck = limit;
    onCheck.run();
    if (broken) {
      throw new IllegalStateException("the check itself is broken");
    }
    if (silent) {
      return Pulse.SILENT;
    }
    return dead ? Pulse.GONE : Pulse.ALIVE;
  }

  @Override
  public void quit() {
    saidGoodbye = true;
    close();
  }

  @Override
  public void abort() {
    aborted = true;
    close();
  }

  private void close() {
    if (open.compareAndSet(true, false)) {
      census.closed();
    }
  }

  boolean isOpen() {
    return open.get();
  }
}

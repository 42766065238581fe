package dev.mailconnector.testkit.junit;

import dev.mailconnector.testkit.issuer.TokenIssuer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An issuer that starts when it is first asked for. */
final class OnDemand<T extends TokenIssuer> implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Supplier<T> starter;
  private volatile @Nullable T issuer;

  OnDemand(Supplier<T> starter) {
    this.starter = starter;
  }

  T get() {
    T started = issuer;
    if (started == null) {
      started = start();
    }
    return started;
  }

  /** Whether it was started and this is true of it. */
  boolean holds(Predicate<T> condition) {
    T started = issuer;
    return started != null && condition.test(started);
  }

  @Override
  public void close() {
    T started = issuer;
    if (started != null) {
      started.close();
    }
  }

  private T start() {
    lock.lock();
    try {
      T started = issuer;
      if (started == null) {
        started = starter.get();
        issuer = started;
      }
      return started;
    } finally {
      lock.unlock();
    }
  }
}

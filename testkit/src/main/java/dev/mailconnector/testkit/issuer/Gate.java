package dev.mailconnector.testkit.issuer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests in progress and holds them while it is shut. Thread-safe. */
final class Gate {
  private static final long LIMIT_SECONDS = 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean shut;
  private boolean closed;
  private int inProgress;
  private int waiting;
  private int peak;

  void enter() {
    lock.lock();
    try {
      inProgress++;
      peak = Math.max(peak, inProgress);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inProgress--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void pass() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      waiting++;
      changed.signalAll();
      while (shut && !closed) {
        changed.await();
      }
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  void hold() {
    lock.lock();
    try {
      shut = true;
    } finally {
      lock.unlock();
    }
  }

  void release() {
    lock.lock();
    try {
      shut = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many requests stand at the shut gate. */
  void awaitHeld(int count) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (!(shut && waiting >= count)) {
        if (left <= 0) {
          throw new IllegalStateException(
              "only "
                  + waiting
                  + " of "
                  + count
                  + " requests are held"
                  + (shut ? "" : "; call hold() first"));
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  int inProgress() {
    lock.lock();
    try {
      return inProgress;
    } finally {
      lock.unlock();
    }
  }

  int peak() {
    lock.lock();
    try {
      return peak;
    } finally {
      lock.unlock();
    }
  }
}

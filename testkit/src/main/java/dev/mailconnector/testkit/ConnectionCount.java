package dev.mailconnector.testkit;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts connections, and waits for counts. */
final class ConnectionCount {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int open;
  private int total;

  void opened() {
    change(1, 1);
  }

  void closed() {
    change(-1, 0);
  }

  int open() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  int total() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  void awaitOpen(int n, Duration limit) {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (open != n) {
        if (left <= 0) {
          throw new AssertionError(
              "Waited for " + n + " open connections, found " + open + " within " + limit);
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for connections", e);
    } finally {
      lock.unlock();
    }
  }

  private void change(int byOpen, int byTotal) {
    lock.lock();
    try {
      open += byOpen;
      total += byTotal;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

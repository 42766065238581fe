package dev.mailconnector.internal.pool;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Work that others may interrupt while, and only while, it goes on. One piece at a time. */
final class Interruptible {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread worker;
  private boolean stopped;

  /** Does this, even when stopped: then it must find out by itself that it is too late. */
  void run(Runnable work) {
    set(Thread.currentThread());
    try {
      work.run();
    } finally {
      set(null);
    }
  }

  private void set(@Nullable Thread thread) {
    lock.lock();
    try {
      worker = thread;
      if (stopped && thread == null) {
        // The thread goes back to its pool without it.
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the work under way. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      if (worker != null) {
        worker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}

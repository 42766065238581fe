package dev.mailconnector.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.mailconnector.benchmarks.sink.Sink;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Adds up processor time and allocation of all Java threads but the sink's: those of the senders.
 * Time of the compiler and the garbage collector is not in it. It looks every few milliseconds, so
 * that threads that end are counted too, but for their very last. Thread-safe.
 */
final class Usage implements AutoCloseable {
  private static final long NANOS_BETWEEN_LOOKS = 5_000_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Sum> seen = new HashMap<>();
  private final Thread watcher = new Thread(this::watch, Sink.THREADS + "usage");

  /**
   * What threads have used.
   *
   * @param nanos processor time
   * @param bytes allocated
   */
  record Sum(long nanos, long bytes) {
    Sum plus(Sum other) {
      return new Sum(nanos + other.nanos, bytes + other.bytes);
    }

    Sum since(Sum earlier) {
      return new Sum(nanos - earlier.nanos, bytes - earlier.bytes);
    }
  }

  /** Begins to look. */
  Usage() {
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Of all threads seen, since they began. */
  Sum sum() {
    lock.lock();
    try {
      look();
      return seen.values().stream().reduce(new Sum(0, 0), Sum::plus);
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    while (!Thread.interrupted()) {
      lock.lock();
      try {
        look();
      } finally {
        lock.unlock();
      }
      LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
    }
  }

  private void look() {
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo thread = threads.getThreadInfo(id);
      if (thread != null && !thread.getThreadName().startsWith(Sink.THREADS)) {
        long nanos = threads.getThreadCpuTime(id);
        long bytes = threads.getThreadAllocatedBytes(id);
        if (nanos >= 0 && bytes >= 0) {
          seen.put(id, new Sum(nanos, bytes));
        }
      }
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}

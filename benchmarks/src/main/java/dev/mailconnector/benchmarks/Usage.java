package dev.mailconnector.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.mailconnector.benchmarks.sink.Sink;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/**
 * Processor time and allocation of all Java threads but the sink's: those of the senders. Time of
 * the compiler and the garbage collector is not in it.
 *
 * @param nanos processor time
 * @param bytes allocated
 */
record Usage(long nanos, long bytes) {

  /** Of the threads that live now, since they began. */
  static Usage now() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long nanos = 0;
    long bytes = 0;
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo thread = threads.getThreadInfo(id);
      if (thread != null && !thread.getThreadName().startsWith(Sink.THREADS)) {
        nanos += Math.max(0, threads.getThreadCpuTime(id));
        bytes += Math.max(0, threads.getThreadAllocatedBytes(id));
      }
    }
    return new Usage(nanos, bytes);
  }

  Usage since(Usage earlier) {
    return new Usage(nanos - earlier.nanos, bytes - earlier.bytes);
  }
}

package dev.mailconnector.spi;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many secrets a connector reads at a time: so few that a vault that hangs leaves the workers
 * to others. Whoever is one too many waits for a place. Thread-safe.
 */
final class SecretReads {
  private static final int MOST = 8;

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, like the one below. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  private int places = MOST;

  /** Whether it takes neither I/O nor time to read this. */
  static boolean isAtHand(SecretSource source) {
    return source instanceof FixedSecret || source instanceof EnvironmentSecret;
  }

  /**
   * Runs this on a worker, now or when there is a place. It must not throw.
   *
   * @throws RejectedExecutionException if there is a place and no worker
   */
  void submit(Executor workers, Runnable read) {
    if (!enter(read)) {
      return;
    }
    boolean taken = false;
    try {
      workers.execute(() -> readAll(read));
      taken = true;
    } finally {
      if (!taken) {
        leave();
      }
    }
  }

  private boolean enter(Runnable read) {
    lock.lock();
    try {
      if (places == 0) {
        waiting.add(read);
        return false;
      }
      places--;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** As long as some wait, the next takes the place of the last. */
  private void readAll(Runnable first) {
    for (Runnable read = first; read != null; read = next()) {
      read.run();
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable next = waiting.poll();
      places += next == null ? 1 : 0;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      places++;
    } finally {
      lock.unlock();
    }
  }
}

package dev.mailconnector.internal.account;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The good-byes of one account, one after the other on a crew that all accounts share. So a server
 * that does not answer QUIT never holds more than one thread, and the next account has its turn
 * after each. What finds too many waiting is rejected, and its connection closed without a word.
 * Thread-safe.
 */
final class GoodbyeLane implements Executor {
  static final int MOST_WAITING = 16;

  private final Executor crew;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  GoodbyeLane(Executor crew) {
    this.crew = crew;
  }

  @Override
  public void execute(Runnable goodbye) {
    lock.lock();
    try {
      if (busy) {
        if (waiting.size() >= MOST_WAITING) {
          throw new RejectedExecutionException("too many good-byes are waiting");
        }
        waiting.add(goodbye);
        return;
      }
      busy = true;
    } finally {
      lock.unlock();
    }
    boolean taken = false;
    try {
      crew.execute(() -> run(goodbye));
      taken = true;
    } finally {
      if (!taken) {
        runWaiting(next());
      }
    }
  }

  private void run(Runnable goodbye) {
    try {
      goodbye.run();
    } finally {
      Runnable next = next();
      if (next != null) {
        hand(next);
      }
    }
  }

  private void hand(Runnable next) {
    try {
      crew.execute(() -> run(next));
    } catch (RejectedExecutionException e) {
      // The connector is closing, so none of them waits for long.
      runWaiting(next);
    }
  }

  private void runWaiting(@Nullable Runnable first) {
    for (Runnable next = first; next != null; next = next()) {
      next.run();
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable next = waiting.poll();
      busy = next != null;
      return next;
    } finally {
      lock.unlock();
    }
  }
}

package dev.mailconnector.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A gate at which a test holds threads and lets them go, in the order of its choice.
 *
 * <pre>{@code
 * Turnstile turnstile = Turnstile.shut();
 * // the code under test, on other threads: turnstile.pass();
 * turnstile.awaitWaiting(64, Duration.ofSeconds(10));
 * turnstile.release(1);
 * turnstile.open();
 * }</pre>
 *
 * <p>Threads pass first come, first served. Safe for use by several threads.
 */
public final class Turnstile {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Object> queue = new ArrayDeque<>();
  private boolean open;
  private int permits;
  private int passed;

  private Turnstile(boolean open) {
    this.open = open;
  }

  /** A gate that lets nobody pass. */
  public static Turnstile shut() {
    return new Turnstile(false);
  }

  /** A gate that lets everybody pass, until {@link #close()}. */
  public static Turnstile opened() {
    return new Turnstile(true);
  }

  /**
   * Waits until it is this thread's turn.
   *
   * @throws AssertionError after 30 seconds, so that a broken test ends
   */
  public void pass() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    if (!passUnless(() -> System.nanoTime() - end > 0)) {
      throw new AssertionError("Nobody released this thread within " + PATIENCE);
    }
  }

  /** Waits until it is this thread's turn, or given up. Returns whether it passed. */
  boolean passUnless(BooleanSupplier givenUp) {
    Object ticket = new Object();
    lock.lock();
    try {
      queue.add(ticket);
      changed.signalAll();
      while (!open && (permits == 0 || !ticket.equals(queue.peek()))) {
        if (givenUp.getAsBoolean()) {
          return false;
        }
        changed.awaitNanos(LOOK.toNanos());
      }
      permits = open ? permits : permits - 1;
      passed++;
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted at the turnstile", e);
    } finally {
      queue.remove(ticket);
      changed.signalAll();
      lock.unlock();
    }
  }

  /** Lets the next n threads pass, waiting ones first. */
  public void release(int n) {
    lock.lock();
    try {
      permits += n;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets everybody pass, now and later. */
  public void open() {
    lock.lock();
    try {
      open = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody pass from now on. */
  public void close() {
    lock.lock();
    try {
      open = false;
      permits = 0;
    } finally {
      lock.unlock();
    }
  }

  /** How many threads wait. */
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many threads have passed. */
  public int passed() {
    lock.lock();
    try {
      return passed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until at least n threads wait.
   *
   * @throws AssertionError if they do not within the limit
   */
  public void awaitWaiting(int n, Duration limit) {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (queue.size() < n) {
        if (left <= 0) {
          throw new AssertionError(
              "Waited for " + n + " threads at the turnstile, found " + waiting());
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for threads at the turnstile", e);
    } finally {
      lock.unlock();
    }
  }
}

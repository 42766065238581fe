package dev.mailconnector.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Who may have a connection open: the permits, the connections at rest, and who waits in which
 * order. Every method is one atomic step that does no I/O, reads no clock and calls nobody; so the
 * steps can be tried in every order.
 *
 * <p>A connection has a permit from before it is opened until its line is down: while it is being
 * opened, in use, at rest and saying good-bye. Hence permits taken never exceed the cap means that
 * open connections never do. Whoever waits is served in the order of arrival, and handed the
 * connection or permit itself; nobody waits while a connection is at rest or a permit is free.
 */
final class PermitBook<C extends PooledConnection> {
  private final int cap;
  private final Lock lock;

  // Guarded by the lock.
  private final Deque<PoolEntry<C>> idle = new ArrayDeque<>();
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private final List<PoolEntry<C>> open = new ArrayList<>();
  private int taken;

  /** Written under the lock. */
  private volatile boolean closed;

  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  /** A place in the queue, until it is served. Guarded by the lock. */
  private final class Waiter {
    private final Condition served = lock.newCondition();
    private @Nullable PoolEntry<C> entry;
    private boolean over;
    private boolean turnedAway;
  }

  /**
   * What a borrower got.
   *
   * @param entry a connection with its permit, or null for a permit alone
   * @param waited whether others had to make room first
   */
  record Grant<C extends PooledConnection>(@Nullable PoolEntry<C> entry, boolean waited) {}

  /** No permit taken; this lock, which nobody else uses, makes the steps atomic. */
  PermitBook(int cap, Lock lock) {
    this.cap = cap;
    this.lock = lock;
  }

  /** The connection that came to rest last, or null: then {@link #enter}. */
  @Nullable PoolEntry<C> takeIdle() throws PoolClosedException {
    lock.lock();
    try {
      requireOpen();
      return idle.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A connection at rest, else a permit to open one, else the first that comes free.
   *
   * @param fresh whether a permit is wanted even if there is a connection at rest; one that comes
   *     all the same is the one to replace, at the cap
   * @return null if none came free in time
   */
  @Nullable Grant<C> enter(boolean fresh, long nanos)
      throws PoolClosedException, InterruptedException {
    lock.lock();
    try {
      requireOpen();
      if (fresh && taken < cap) {
        taken++;
        return new Grant<>(null, false);
      }
      PoolEntry<C> entry = fresh ? idle.pollLast() : idle.pollFirst();
      if (entry != null) {
        return new Grant<>(entry, false);
      }
      if (taken < cap) {
        taken++;
        return new Grant<>(null, false);
      }
      return queue(nanos);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Grant<C> queue(long nanos) throws PoolClosedException, InterruptedException {
    Waiter waiter = new Waiter();
    waiting.addLast(waiter);
    long left = nanos;
    try {
      while (!waiter.over && left > 0) {
        left = waiter.served.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      if (!waiter.over) {
        waiting.remove(waiter);
        throw e;
      }
      // Served at the same moment: what was handed over must not get lost.
      Thread.currentThread().interrupt();
    }
    if (waiter.turnedAway) {
      throw new PoolClosedException();
    }
    if (waiter.over) {
      return new Grant<>(waiter.entry, true);
    }
    waiting.remove(waiter);
    return null;
  }

  /** A connection at rest for whoever must part with the one it has, or null. */
  @Nullable PoolEntry<C> pollIdle() {
    lock.lock();
    try {
      return idle.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /** One more permit, if one is free. */
  boolean tryPermit() {
    lock.lock();
    try {
      boolean free = !closed && taken < cap;
      taken += free ? 1 : 0;
      return free;
    } finally {
      lock.unlock();
    }
  }

  /** A permit that has no connection any more is free. */
  void release() {
    boolean last;
    lock.lock();
    try {
      last = freePermit();
    } finally {
      lock.unlock();
    }
    completeIf(last);
  }

  /** The line is down and the permit free. */
  void gone(PoolEntry<C> entry) {
    boolean last;
    lock.lock();
    try {
      open.remove(entry);
      last = freePermit();
    } finally {
      lock.unlock();
    }
    completeIf(last);
  }

  /** It goes to the first who waits. Under the lock; returns whether it was the last of all. */
  private boolean freePermit() {
    Waiter next = waiting.pollFirst();
    if (next != null) {
      serve(next, null);
    } else {
      taken--;
    }
    return closed && taken == 0;
  }

  /** Outside the lock: whoever waits for the end may do anything. */
  private void completeIf(boolean last) {
    if (last) {
      drained.complete(null);
    }
  }

  /** The line is down; its permit stays with whoever has it. */
  void forget(PoolEntry<C> entry) {
    lock.lock();
    try {
      open.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  /** A line is up, with the permit of whoever opened it. Returns false if the pool is closed. */
  boolean enlist(PoolEntry<C> entry) {
    lock.lock();
    try {
      if (!closed) {
        open.add(entry);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** It goes to the first who waits, else to rest. Returns false if the pool is closed. */
  boolean rest(PoolEntry<C> entry) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      Waiter next = waiting.pollFirst();
      if (next != null) {
        serve(next, entry);
      } else {
        idle.addFirst(entry);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void serve(Waiter waiter, @Nullable PoolEntry<C> entry) {
    waiter.entry = entry;
    waiter.over = true;
    waiter.served.signal();
  }

  /** Takes this very connection from its rest. Returns false if it is not at rest. */
  boolean takeFromRest(PoolEntry<C> entry) {
    lock.lock();
    try {
      return idle.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Connections at rest, the one that rests for the shortest time first. */
  List<PoolEntry<C>> resting() {
    lock.lock();
    try {
      return List.copyOf(idle);
    } finally {
      lock.unlock();
    }
  }

  /** Open connections. */
  List<PoolEntry<C>> open() {
    lock.lock();
    try {
      return List.copyOf(open);
    } finally {
      lock.unlock();
    }
  }

  /** How many connections there will be when those that are being opened are, and others gone. */
  int staying() {
    lock.lock();
    try {
      int leaving = 0;
      for (PoolEntry<C> entry : open) {
        leaving += entry.isLeaving() ? 1 : 0;
      }
      return taken - leaving;
    } finally {
      lock.unlock();
    }
  }

  boolean hasWaiters() {
    lock.lock();
    try {
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  PoolSnapshot snapshot() {
    lock.lock();
    try {
      return new PoolSnapshot(cap, taken - idle.size(), idle.size(), waiting.size());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Turns away whoever waits or comes.
   *
   * @return what was at rest, for its good-bye
   */
  List<PoolEntry<C>> close() {
    boolean last;
    List<PoolEntry<C>> rested;
    lock.lock();
    try {
      closed = true;
      rested = List.copyOf(idle);
      idle.clear();
      for (Waiter waiter = waiting.pollFirst(); waiter != null; waiter = waiting.pollFirst()) {
        waiter.turnedAway = true;
        serve(waiter, null);
      }
      last = taken == 0;
    } finally {
      lock.unlock();
    }
    completeIf(last);
    return rested;
  }

  /** Complete when it is closed and no permit is taken. */
  CompletableFuture<Void> drained() {
    return drained;
  }

  private void requireOpen() throws PoolClosedException {
    if (closed) {
      throw new PoolClosedException();
    }
  }
}

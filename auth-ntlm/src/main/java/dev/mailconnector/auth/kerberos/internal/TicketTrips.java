package dev.mailconnector.auth.kerberos.internal;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many trips a connector makes to one realm at a time: so few that a KDC that hangs, which
 * nobody can interrupt, leaves the workers to other accounts. Whoever is one too many waits for a
 * place. Thread-safe.
 */
final class TicketTrips {
  private static final int MOST = 8;

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock; only realms with a trip under way, or one that waits. */
  private final Map<String, Realm> realms = new HashMap<>();

  private static final class Realm {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;
  }

  /**
   * Makes this trip on a worker, now or when there is a place.
   *
   * @throws RejectedExecutionException if there is a place and no worker
   */
  void submit(String realm, Executor workers, Runnable trip) {
    if (!enter(realm, trip)) {
      return;
    }
    boolean taken = false;
    try {
      workers.execute(() -> makeAll(realm, trip));
      taken = true;
    } finally {
      if (!taken) {
        leave(realm);
      }
    }
  }

  private boolean enter(String realm, Runnable trip) {
    lock.lock();
    try {
      Realm state = realms.computeIfAbsent(realm, name -> new Realm());
      if (state.underWay == MOST) {
        state.waiting.add(trip);
        return false;
      }
      state.underWay++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** As long as some wait, the next takes the place of the last, whatever came of that. */
  private void makeAll(String realm, Runnable first) {
    Runnable trip = first;
    try {
      while (trip != null) {
        Runnable now = trip;
        trip = null;
        try {
          now.run();
        } finally {
          trip = next(realm);
        }
      }
    } finally {
      if (trip != null) {
        // The last one threw, and this one must not wait for ever.
        makeAll(realm, trip);
      }
    }
  }

  private @Nullable Runnable next(String realm) {
    lock.lock();
    try {
      Realm state = realms.get(realm);
      Runnable next = state == null ? null : state.waiting.poll();
      if (next == null) {
        leave(realm);
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void leave(String realm) {
    lock.lock();
    try {
      Realm state = realms.get(realm);
      if (state != null && --state.underWay == 0 && state.waiting.isEmpty()) {
        realms.remove(realm);
      }
    } finally {
      lock.unlock();
    }
  }
}

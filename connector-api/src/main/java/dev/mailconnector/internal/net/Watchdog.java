package dev.mailconnector.internal.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes sockets whose deadline has passed: the only way to end a write that blocks. One timer for
 * all sockets of a connector, running only while there are any. Thread-safe.
 */
public final class Watchdog {
  private static final Duration ROUND = Duration.ofMillis(250);

  private final ScheduledExecutorService scheduler;
  private final Set<GuardedSocket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile boolean closed;

  /** A watchdog on this timer. */
  public Watchdog(ScheduledExecutorService scheduler) {
    this.scheduler = scheduler;
  }

  /** Watches this socket until it is closed. */
  public void watch(GuardedSocket socket) {
    sockets.add(socket);
    start();
    if (closed) {
      socket.abort();
    }
  }

  /** Closes every socket, those that are still being opened and those to come included. */
  public void close() {
    closed = true;
    sockets.forEach(GuardedSocket::abort);
  }

  private void start() {
    if (running.compareAndSet(false, true)) {
      schedule();
    }
  }

  private void schedule() {
    try {
      scheduler.schedule(this::round, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The connector is closing; it aborts every connection itself.
      running.set(false);
    }
  }

  private void round() {
    for (GuardedSocket socket : sockets) {
      socket.abortIfOver();
      if (socket.isClosed()) {
        sockets.remove(socket);
      }
    }
    if (!sockets.isEmpty()) {
      schedule();
      return;
    }
    running.set(false);
    // A socket that came in between the look and the line above found the timer still marked as
    // running.
    if (!sockets.isEmpty()) {
      start();
    }
  }
}

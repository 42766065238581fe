package dev.mailconnector.auth.oauth2.internal.renewal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands token requests to the workers: a few at a time for each issuer, the rest waits in line, and
 * the lines take turns. So an issuer that hangs holds up its own accounts only. Thread-safe.
 */
final class RequestLanes {
  private final ReentrantLock lock = new ReentrantLock();
  private final int most;
  private final int mostOfLane;

  // Guarded by the lock. A lane stands in line while it has work waiting and is below its limit.
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Deque<Lane> line = new ArrayDeque<>();
  private int running;

  /**
   * Lanes with these limits.
   *
   * @param most how many requests run at once
   * @param mostOfLane how many of them in one lane
   */
  RequestLanes(int most, int mostOfLane) {
    this.most = most;
    this.mostOfLane = mostOfLane;
  }

  /** A piece of work. */
  interface Work {
    /** Does it, on a worker. */
    void run();

    /** No worker takes it. */
    void rejected(RejectedExecutionException why);
  }

  private static final class Lane {
    final String name;
    final Queue<Work> waiting = new ArrayDeque<>();
    int running;

    Lane(String name) {
      this.name = name;
    }
  }

  private record Turn(Lane lane, Work work) {}

  /** Has this done when its turn comes, which may be at once. */
  void submit(String name, Executor workers, Work work) {
    Turn turn;
    lock.lock();
    try {
      Lane lane = lanes.computeIfAbsent(name, Lane::new);
      lane.waiting.add(work);
      if (lane.waiting.size() == 1 && lane.running < mostOfLane) {
        line.add(lane);
      }
      turn = next();
    } finally {
      lock.unlock();
    }
    start(turn, workers);
  }

  private void start(@Nullable Turn first, Executor workers) {
    Turn turn = first;
    while (turn != null) {
      Turn mine = turn;
      AtomicBoolean taken = new AtomicBoolean();
      try {
        workers.execute(
            () -> {
              taken.set(true);
              work(mine, workers);
            });
        return;
      } catch (RejectedExecutionException full) {
        mine.work().rejected(full);
        turn = finished(mine);
      } catch (RuntimeException | Error noThread) {
        // "Unable to create native thread" is an OutOfMemoryError; the turn must not be lost for
        // it.
        if (taken.get()) {
          throw noThread;
        }
        mine.work().rejected(new RejectedExecutionException(noThread));
        turn = finished(mine);
      }
    }
  }

  /** A worker goes on while there is work: to hand it over would only cost a switch. */
  private void work(Turn first, Executor workers) {
    Turn turn = first;
    while (turn != null) {
      boolean done = false;
      Turn following = null;
      try {
        turn.work().run();
        done = true;
      } finally {
        following = finished(turn);
        if (!done) {
          start(following, workers);
        }
      }
      turn = following;
    }
  }

  private @Nullable Turn finished(Turn turn) {
    lock.lock();
    try {
      Lane lane = turn.lane();
      boolean wasFull = lane.running == mostOfLane;
      lane.running--;
      running--;
      if (lane.waiting.isEmpty() && lane.running == 0) {
        lanes.remove(lane.name);
      } else if (wasFull && !lane.waiting.isEmpty()) {
        line.add(lane);
      }
      return next();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Turn next() {
    Lane lane = running < most ? line.poll() : null;
    if (lane == null) {
      return null;
    }
    Turn turn = new Turn(lane, lane.waiting.remove());
    lane.running++;
    running++;
    if (!lane.waiting.isEmpty() && lane.running < mostOfLane) {
      line.add(lane);
    }
    return turn;
  }
}

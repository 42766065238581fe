package dev.mailconnector.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The faults that lie in wait on one server. */
final class FaultTable {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<PlacedFault> faults = new ArrayList<>();
  private volatile long[] contentMarks = {};

  PlacedFault place(Trigger trigger, SmtpFault fault) {
    PlacedFault placed = new PlacedFault(this, trigger, fault);
    lock.lock();
    try {
      faults.add(placed);
      contentMarks = marks();
    } finally {
      lock.unlock();
    }
    return placed;
  }

  void remove(PlacedFault placed) {
    lock.lock();
    try {
      faults.remove(placed);
      contentMarks = marks();
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      faults.clear();
      contentMarks = marks();
    } finally {
      lock.unlock();
    }
  }

  int hitsOf(PlacedFault placed) {
    lock.lock();
    try {
      return placed.hitsUnderLock();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The fault that strikes now. Every fault that waits for one of the points counts the occurrence;
   * if several strike, the one placed last wins, so that a test can override what its set-up did.
   */
  @Nullable SmtpFault strike(Trigger.Point... points) {
    lock.lock();
    try {
      SmtpFault struck = null;
      for (PlacedFault placed : faults) {
        if (waitsFor(placed, points) && placed.strikes()) {
          struck = placed.fault();
        }
      }
      return struck;
    } finally {
      lock.unlock();
    }
  }

  /** How many octets of content may come before a fault has to be asked for; at least one. */
  long octetsToNextMark(long received) {
    long next = Long.MAX_VALUE;
    for (long mark : contentMarks) {
      if (mark > received) {
        next = Math.min(next, mark - received);
      }
    }
    return next;
  }

  private long[] marks() {
    return faults.stream()
        .map(placed -> placed.trigger().point())
        .filter(Trigger.Point.ContentBytes.class::isInstance)
        .mapToLong(point -> ((Trigger.Point.ContentBytes) point).octets())
        .toArray();
  }

  private static boolean waitsFor(PlacedFault placed, Trigger.Point... points) {
    for (Trigger.Point point : points) {
      if (placed.trigger().point().equals(point)
          || (point instanceof Trigger.Point.Command
              && placed.trigger().point().equals(new Trigger.Point.Command("*")))) {
        return true;
      }
    }
    return false;
  }
}
